/** A file as people and bots can fetch it. */
export interface StoredFile {
  readonly id: string;
  readonly uniqueId: string;
  /** Relative, as in the download address. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The files of all chats. */
export class FileShelf {
  private readonly byId = new Map<string, StoredFile>();
  private readonly byPath = new Map<string, StoredFile>();

  /** @param folder such as `voice`; @param extension such as `oga`. */
  add(bytes: Uint8Array, folder: string, extension: string): StoredFile {
    const number = this.byId.size;
    const file: StoredFile = {
      id: `AgACAgQAAxkBAAHarness${String(number).padStart(8, "0")}`,
      uniqueId: `AQADHarness${String(number).padStart(5, "0")}`,
      path: `${folder}/file_${number}.${extension}`,
      bytes,
    };
    this.byId.set(file.id, file);
    this.byPath.set(file.path, file);
    return file;
  }

  find(id: string): StoredFile | undefined {
    return this.byId.get(id);
  }

  at(path: string): StoredFile | undefined {
    return this.byPath.get(path);
  }
}
