import mime from "mime";

/** A file as people and bots can fetch it. */
export interface StoredFile {
  readonly id: string;
  readonly uniqueId: string;
  /** Relative, as in the download address. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** As its sender called it. */
  readonly name?: string;
  readonly mimeType: string;
}

/** The files of all chats. */
export class FileShelf {
  private readonly byId = new Map<string, StoredFile>();
  private readonly byPath = new Map<string, StoredFile>();

  /**
   * @param place `folder` such as `voice`; `extension` such as `oga`, for a file whose name has none.
   * @param name as its sender calls it, if at all.
   */
  add(bytes: Uint8Array, { folder, extension }: { folder: string; extension: string }, name?: string): StoredFile {
    const number = this.byId.size;
    const ending = /\.([a-z0-9]+)$/i.exec(name ?? "")?.[1]?.toLowerCase() ?? extension;
    const file: StoredFile = {
      id: `AgACAgQAAxkBAAHarness${String(number).padStart(8, "0")}`,
      uniqueId: `AQADHarness${String(number).padStart(5, "0")}`,
      path: `${folder}/file_${number}.${ending}`,
      bytes,
      ...(name && { name }),
      mimeType: mime.getType(ending) ?? "application/octet-stream",
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
