import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type MovingSession, readSessionFile, SESSION_FILE_BEGINS, SessionFileInvalid } from "#core";
import type { InputFile } from "./input-file.ts";

/** The sessions of a file. They can be asked for more than once: first to check them, then to take them in. */
export interface Source {
  /** @throws {SessionFileInvalid} at the first that is wrong. */
  sessions(): AsyncIterable<MovingSession>;
}

/** Recognises by its content what kind of file it is. @throws {SessionFileInvalid} if it is none that can be imported. */
export async function sourceOf({ path, name, beginning }: InputFile): Promise<Source> {
  if (beginning.toString().startsWith(SESSION_FILE_BEGINS)) {
    return { sessions: () => readSessionFile(createInterface({ input: createReadStream(path) }), name) };
  }
  throw new SessionFileInvalid(`${name} is no file of sessions.`, "Nothing was imported. Is it the right file?");
}
