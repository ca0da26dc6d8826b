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
  private latest = -1;
  private bytes = 0;

  /** @param keepBytes how many bytes all of them may have; the oldest are forgotten. */
  constructor(private readonly keepBytes = Infinity) {}

  /**
   * @param place `folder` such as `voice`; `extension` such as `oga`, for a file whose name has none.
   * @param name as its sender calls it, if at all.
   */
  add(bytes: Uint8Array, { folder, extension }: { folder: string; extension: string }, name?: string): StoredFile {
    const number = ++this.latest;
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
    this.bytes += bytes.length;
    this.makeRoom(file);
    return file;
  }

  find(id: string): StoredFile | undefined {
    return this.byId.get(id);
  }

  at(path: string): StoredFile | undefined {
    return this.byPath.get(path);
  }

  private makeRoom(latest: StoredFile): void {
    for (const file of this.byId.values()) {
      if (this.bytes <= this.keepBytes || file === latest) return;
      this.byId.delete(file.id);
      this.byPath.delete(file.path);
      this.bytes -= file.bytes.length;
    }
  }
}
