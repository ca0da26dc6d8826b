import { createWriteStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { SetupInvalid } from "#core";

/** A file that is there and may be read more than once. `await using` removes what was made for it. */
export interface InputFile extends AsyncDisposable {
  readonly path: string;
  /** For people. */
  readonly name: string;
  /** Its first bytes, by which its kind is known. */
  readonly beginning: Buffer;
}

/**
 * @param file a path, or `-` for standard input, which is kept in a private file meanwhile.
 * @throws {SetupInvalid} if it can't be read.
 */
export async function openInput(file: string): Promise<InputFile> {
  if (file !== "-")
    return { path: file, name: file, beginning: await beginningOf(file), async [Symbol.asyncDispose]() {} };
  const directory = await mkdtemp(join(tmpdir(), "holdfast-input-"));
  const path = join(directory, "input");
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }));
    return { path, name: "standard input", beginning: await beginningOf(path), [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function beginningOf(path: string): Promise<Buffer> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(BEGINNING) });
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    const reason = REASONS[codeOf(error)];
    if (!reason) throw error;
    throw new SetupInvalid(`${path} can't be read: ${reason}.`, "Nothing was imported. Is it the right file?", error);
  }
}

const BEGINNING = 64;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a directory",
};

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "");
