import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ContentBlock } from "@agentclientprotocol/sdk";
import { type Attachment, isPicture, keepReceived, withReceived } from "#core";

/** What an agent is told: pictures it sees, if it can see any; other files it finds in its workspace. */
export async function promptBlocks(
  prompt: string,
  attachments: readonly Attachment[],
  { workspace, seesPictures }: { readonly workspace: string; readonly seesPictures: boolean },
): Promise<ContentBlock[]> {
  const isSeen = (attachment: Attachment) => seesPictures && isPicture(attachment);
  const files = attachments.filter((attachment) => !isSeen(attachment));
  const paths = await keepReceived(files, workspace);
  return [
    ...attachments.filter(isSeen).map(({ mime, bytes }) => ({
      type: "image" as const,
      mimeType: mime,
      data: Buffer.from(bytes).toString("base64"),
    })),
    { type: "text", text: withReceived(prompt, paths) },
    ...paths.map((path, index) => ({
      type: "resource_link" as const,
      uri: pathToFileURL(join(workspace, path)).href,
      name: path,
      mimeType: files[index]?.mime,
    })),
  ];
}
