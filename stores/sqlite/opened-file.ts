import { statSync } from "node:fs";
import { StoreReplaced, StoreUnavailable } from "#core";

/** How many handles of this process each file has. */
const handles = new Map<string, number>();

/** Whether this process has the file open: then it must not look at its bytes, since that drops the locks it holds. */
export const isOpenHere = (path: string): boolean => handles.has(path);

/** A file as it was when it was opened: a path may lead to another one later, or to none. */
export class OpenedFile {
  readonly path: string;
  readonly #identity: string;

  constructor(path: string) {
    this.path = path;
    this.#identity = identity(path);
    handles.set(path, (handles.get(path) ?? 0) + 1);
  }

  /** To be called once the file is closed. */
  forget(): void {
    const others = (handles.get(this.path) ?? 1) - 1;
    if (others > 0) handles.set(this.path, others);
    else handles.delete(this.path);
  }

  /**
   * SQLite goes on writing into a file that was deleted or moved away, and all of it is lost at the end.
   * @throws {StoreReplaced} when the path leads to another file. {@link StoreUnavailable} when it leads to none.
   */
  verify(): void {
    const found = identity(this.path);
    if (found === this.#identity) return;
    const Failure = found === NOTHING ? StoreUnavailable : StoreReplaced;
    throw new Failure(
      "SQLite",
      `is no longer the file that was opened: ${this.path} was deleted, moved or replaced`,
      undefined,
      "Put the file back, or restart the bot to begin with what is there now.",
    );
  }
}

function identity(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.dev}:${stat.ino}` : NOTHING;
}

const NOTHING = "nothing";
