import { FileUnavailable, type TelegramFiles } from "../telegram/telegram-files.ts";
import { AgentFailed, type Attachment } from "./agent.ts";
import type { PromptPart } from "./prompt.ts";

/** @throws {AgentFailed} for the user to try again where that may help, for Telegram hands files out later, too. */
export async function fetchAttachments(
  parts: readonly PromptPart[],
  telegram: TelegramFiles,
  signal: AbortSignal,
): Promise<readonly Attachment[]> {
  const files = parts.flatMap((part) => part.files);
  const fetched = files.map(async ({ fileId, name, mime }) => {
    return { name, mime, bytes: await telegram.fetch(fileId, signal) };
  });
  return Promise.all(fetched).catch((error: unknown) => {
    if (!(error instanceof FileUnavailable)) throw error;
    const { isPassing } = error;
    throw new AgentFailed(`I could not fetch what you sent. ${error.message}`, { isPassing, cause: error });
  });
}
