import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { type MovingSession, readSessionFile, SESSION_FILE_BEGINS, SessionFileInvalid } from "#core";
import type { InputFile } from "./input-file.ts";
import { sessionsOf } from "./pickle/bot-data.ts";
import { looksPickled, unpickle } from "./pickle/unpickle.ts";

/** The sessions of a file. They can be asked for more than once: first to check them, then to take them in. */
export interface Source {
  /** @throws {SessionFileInvalid} at the first that is wrong. */
  sessions(): AsyncIterable<MovingSession> | Iterable<MovingSession>;
  /** What does not come over as it is, a line each. */
  readonly remarks: readonly string[];
}

/**
 * Recognises by its content what kind of file it is.
 *
 * @param zone where the clocks hung of a bot that did not say.
 * @throws {SessionFileInvalid} if it is none that can be imported. @throws {PickleRefused}
 */
export async function sourceOf({ path, name, beginning }: InputFile, zone: string): Promise<Source> {
  if (beginning.toString().startsWith(SESSION_FILE_BEGINS)) {
    const lines = () => createInterface({ input: createReadStream(path) });
    return { sessions: () => readSessionFile(lines(), name), remarks: [] };
  }
  if (looksPickled(beginning)) {
    const { sessions, remarks } = sessionsOf(unpickle(await readFile(path), name), name, zone);
    return { sessions: () => sessions, remarks };
  }
  throw new SessionFileInvalid(
    `${name} is neither a file of sessions nor a pickle.`,
    "Nothing was imported. Is it the right file?",
  );
}
