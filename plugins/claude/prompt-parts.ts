import { mkdir, readFile, realpath, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { AgentFailed, type Attachment } from "#core";
import type { Content } from "./claude-run.ts";

/** What Claude is told: pictures it sees, other files it finds in its workspace. */
export async function promptParts(
  prompt: string,
  attachments: readonly Attachment[],
  workspace: string,
): Promise<Content> {
  if (attachments.length === 0) return prompt;
  const pictures = attachments.filter(({ mime, bytes }) => PICTURES.test(mime) && bytes.length <= LARGEST_PICTURE);
  const files = attachments.filter((attachment) => !pictures.includes(attachment));
  const kept = await Promise.all(files.map((file) => keep(file, workspace)));
  const notice = kept.length > 0 ? `\n\n(Sent along, and kept in the workspace: ${kept.join(", ")})` : "";
  return [
    ...pictures.map(({ mime, bytes }) => ({
      type: "image" as const,
      source: { type: "base64" as const, media_type: mime as "image/png", data: Buffer.from(bytes).toString("base64") },
    })),
    { type: "text", text: `${prompt}${notice}`.trim() || "(no text)" },
  ];
}

const PICTURES = /^image\/(?:jpeg|png|gif|webp)$/;
/** In bytes; what is larger the model does not take. */
const LARGEST_PICTURE = 3_750_000;
const RECEIVED = "received";

/** Under a name of its own: never over a file that is there, nor through a link that leads out of the workspace. */
async function keep({ name, bytes }: Attachment, workspace: string): Promise<string> {
  const directory = join(workspace, RECEIVED);
  await mkdir(directory, { recursive: true });
  if ((await realpath(directory)) !== join(await realpath(workspace), RECEIVED)) {
    throw new AgentFailed(
      `The folder ${RECEIVED} of your workspace leads elsewhere, so I did not put your file there.`,
    );
  }
  const safe =
    basename(name)
      .replace(/[^\p{L}\p{N} ._-]/gu, "_")
      .replace(/^\.+/, "_") || "file";
  for (let count = 1; ; count++) {
    const free = count === 1 ? safe : safe.replace(/(\.[^.]*)?$/, ` ${count}$1`);
    const path = join(directory, free);
    try {
      await writeFile(path, bytes, { flag: "wx" });
      return join(RECEIVED, free);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      // The same request again.
      if (Buffer.compare(await readFile(path).catch(() => Buffer.alloc(0)), bytes) === 0) return join(RECEIVED, free);
    }
  }
}
