import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ShownPerson } from "../../shown.ts";
import { Json } from "../json.tsx";
import { calls } from "../state/live.ts";
import { read } from "../state/server.ts";

/** What the bot has stored of a person, kept up to date while somebody looks. */
export function StoredSession({ id, person }: { readonly id: string; readonly person: ShownPerson }) {
  const stored = useSignal<string | undefined>(undefined);
  const called = calls.value;
  useEffect(() => {
    const look = async () => {
      stored.value = await read<unknown>(`users/${person.id}/session`).then(
        (value) => JSON.stringify(value, undefined, 2),
        () => "The playground cannot look into this bot's store.",
      );
    };
    void look();
    // Sessions change without a call, too: a commit follows the reply.
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, [person.id, called]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    <section class="session" id={id} tabIndex={0} aria-label={`Stored session of ${person.name}`}>
      <h3>Session as stored</h3>
      <Json text={stored.value ?? ""} />
    </section>
  );
}
