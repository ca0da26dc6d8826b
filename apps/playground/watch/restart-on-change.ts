import { globSync } from "node:fs";
import { basename } from "node:path";
import type { Playground } from "#harness";
import { sourceFiles } from "./source-files.ts";
import { watchFiles } from "./watch-files.ts";

type Control = Playground["control"];

export interface WatchOptions {
  readonly control: Control;
  /** The files the bot is made of, by their absolute paths; what they import belongs to them. */
  readonly entries: readonly string[];
  /** A directory of compiled files that the bot is made of, too. */
  readonly compiled: string | undefined;
  /** Told what happened, in one line. */
  readonly say: (line: string) => void;
}

/**
 * Starts the bot again whenever a file it is made of has changed, also if it could not start before. A bot that somebody
 * has stopped stays so.
 */
export function restartOnChange({ control, entries, compiled, say }: WatchOptions): Disposable {
  const compiledFiles = () => (compiled ? globSync(`${compiled}/**/*.js`, { exclude: isTest }) : []);
  let changed: readonly string[] = [];
  let working = false;
  return watchFiles(
    () => [...sourceFiles(entries), ...compiledFiles()],
    (files) => {
      changed = [...changed, ...files];
      if (!working) void work();
    },
  );

  async function work(): Promise<void> {
    working = true;
    while (changed.length > 0) {
      const names = [...new Set(changed.map((file) => basename(file)))].join(", ");
      changed = [];
      await settled(control);
      const { phase, trouble } = control.state;
      if (phase === "stopped" && trouble === undefined) {
        say(`${names} changed; the bot was stopped by hand and stays so.`);
        continue;
      }
      await control.do(phase === "running" ? "restart" : "start");
      say(control.state.trouble ?? `Started again: ${names} changed.`);
    }
    working = false;
  }
}

const isTest = (path: string) => /\.test\.js$/.test(path);

/** Resolves when the bot is neither starting nor stopping. */
async function settled(control: Control): Promise<void> {
  const isSettled = () => control.state.phase === "running" || control.state.phase === "stopped";
  if (isSettled()) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = control.changed.subscribe(() => {
    if (isSettled()) resolve();
  });
  await promise;
  end();
}
