import { createHash } from "node:crypto";

/**
 * What stands in a button for something whose name anybody may have chosen: the name itself if it fits, else a digest.
 *
 * @param mostBytes what of a button's 64 bytes is left for it, 22 at least.
 */
export const buttonKey = (name: string, mostBytes: number): string =>
  Buffer.byteLength(name) > mostBytes
    ? createHash("sha256").update(name).digest("base64url").slice(0, mostBytes)
    : name;
