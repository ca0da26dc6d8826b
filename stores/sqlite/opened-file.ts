import { statSync } from "node:fs";
import { StoreUnavailable } from "#core";

/** A file as it was when it was opened: a path may lead to another one later, or to none. */
export class OpenedFile {
  readonly path: string;
  readonly #identity: string;

  constructor(path: string) {
    this.path = path;
    this.#identity = identity(path);
  }

  /**
   * SQLite goes on writing into a file that was deleted or moved away, and all of it is lost at the end.
   * @throws {StoreUnavailable} when the path no longer leads to the file.
   */
  verify(): void {
    if (identity(this.path) === this.#identity) return;
    throw new StoreUnavailable(
      "SQLite",
      `is no longer the file that was opened: ${this.path} was deleted, moved or replaced`,
      undefined,
      "Put the file back, or restart the bot to begin with what is there now.",
    );
  }
}

function identity(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.dev}:${stat.ino}` : "nothing";
}
