import { lstat, mkdir, readFile, realpath, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { AgentFailed, type Attachment } from "../turns/agent.ts";

/**
 * Puts files that came with a prompt into the agent's workspace.
 *
 * @returns their paths in it.
 * @throws {AgentFailed} if the folder for them leads out of the workspace.
 */
export function keepReceived(files: readonly Attachment[], workspace: string): Promise<string[]> {
  return Promise.all(files.map((file) => keep(file, workspace)));
}

/** Says of such files where they are, below the prompt they came with. */
export const withReceived = (prompt: string, paths: readonly string[]): string => {
  const notice = paths.length > 0 ? `\n\n(Sent along, and kept in the workspace: ${paths.join(", ")})` : "";
  return `${prompt}${notice}`.trim() || "(no text)";
};

/** Whether it is a picture that models can look at, and not larger than they take. */
export const isPicture = ({ mime, bytes }: Attachment): boolean =>
  PICTURES.test(mime) && bytes.length <= LARGEST_PICTURE;

const PICTURES = /^image\/(?:jpeg|png|gif|webp)$/;
/** In bytes. */
const LARGEST_PICTURE = 3_750_000;
const RECEIVED = "received";
/** Of a name, of which most file systems take 255. */
const MOST_BYTES = 200;

/** Under a name of its own: never over a file that is there, nor through a link that leads out of the workspace. */
async function keep({ name, bytes }: Attachment, workspace: string): Promise<string> {
  const directory = join(workspace, RECEIVED);
  await mkdir(directory, { recursive: true });
  if ((await realpath(directory)) !== join(await realpath(workspace), RECEIVED)) {
    throw new AgentFailed(
      `The folder ${RECEIVED} of your workspace leads elsewhere, so I did not put your file there.`,
    );
  }
  const safe = shortened(
    basename(name)
      .replace(/[^\p{L}\p{N} ._-]/gu, "_")
      .replace(/^\.+/, "_") || "file",
  );
  for (let count = 1; ; count++) {
    const free = count === 1 ? safe : safe.replace(/(\.[^.]*)?$/, ` ${count}$1`);
    const path = join(directory, free);
    try {
      await writeFile(path, bytes, { flag: "wx" });
      return join(RECEIVED, free);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      // The same request again.
      if (await holds(path, bytes)) return join(RECEIVED, free);
    }
  }
}

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  const there = await lstat(path);
  // Not a pipe, say, whose reading would never end.
  if (!there.isFile() || there.size !== bytes.length) return false;
  return Buffer.compare(await readFile(path), bytes) === 0;
}

/** As file systems take it, which count bytes, with its ending and room for a number. */
function shortened(name: string): string {
  const ending = extname(name);
  const room = Buffer.byteLength(ending) > 20 ? 0 : Buffer.byteLength(ending);
  let stem = room > 0 ? name.slice(0, -ending.length) : name;
  while (Buffer.byteLength(stem) > MOST_BYTES - room) stem = [...stem].slice(0, -1).join("");
  return room > 0 ? stem + ending : stem;
}
