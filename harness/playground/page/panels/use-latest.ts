import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { read } from "../state/server.ts";

/** Many changes at once are looked at once, in ms. */
const soonMs = 100;

/**
 * What the server has to say at a path: asked for again whenever `changes` goes up, and every second, because some of it
 * changes with time alone.
 * @returns undefined until it has answered, and while it can't be had.
 */
export function useLatest<T>(path: string, changes: number): ReadonlySignal<T | undefined> {
  const latest = useSignal<T | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    const look = async () => {
      const found = await read<T>(path).catch(() => undefined);
      if (isWanted) latest.value = found;
    };
    const soon = setTimeout(look, latest.value === undefined ? 0 : soonMs);
    const regularly = setInterval(look, 1_000);
    return () => {
      isWanted = false;
      clearTimeout(soon);
      clearInterval(regularly);
    };
  }, [path, changes]);
  return latest;
}
