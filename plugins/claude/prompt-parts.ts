import { type Attachment, isPicture, keepReceived, withReceived } from "#core";
import type { Content } from "./claude-run.ts";

/** What Claude is told: pictures it sees, other files it finds in its workspace. */
export async function promptParts(
  prompt: string,
  attachments: readonly Attachment[],
  workspace: string,
): Promise<Content> {
  if (attachments.length === 0) return prompt;
  const pictures = attachments.filter(isPicture);
  const files = attachments.filter((attachment) => !isPicture(attachment));
  return [
    ...pictures.map(({ mime, bytes }) => ({
      type: "image" as const,
      source: { type: "base64" as const, media_type: mime as "image/png", data: Buffer.from(bytes).toString("base64") },
    })),
    { type: "text", text: withReceived(prompt, await keepReceived(files, workspace)) },
  ];
}
