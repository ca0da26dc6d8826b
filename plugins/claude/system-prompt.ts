import { constants, open } from "node:fs/promises";
import { join } from "node:path";

/**
 * What Claude Code is told of where it is, and what the workspace says in its `CLAUDE.md`. Read here, because with the
 * project's settings Claude Code would also take hooks and permissions from the workspace, where it can write them itself.
 */
export async function systemPrompt(workspace: string): Promise<string> {
  const project = await projectNotes(workspace);
  return project === undefined ? PLACE : `${PLACE}\n\nThe workspace's CLAUDE.md says:\n\n${project}`;
}

const PLACE = [
  "You are reached through a Telegram chat: the person reads your answers on a phone, and sees your final message only.",
  "Answer briefly, in Markdown. Files you make stay in the workspace; the person gets one with the command /file PATH.",
  "What you leave running is ended with your turn.",
].join(" ");

async function projectNotes(workspace: string): Promise<string | undefined> {
  // Not through a link, which may lead out of the workspace; nor waiting for somebody to write into a pipe.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(join(workspace, "CLAUDE.md"), flags).catch(() => undefined);
  if (!file) return undefined;
  try {
    if (!(await file.stat()).isFile()) return undefined;
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
    return buffer.toString("utf8", 0, bytesRead).trim() || undefined;
  } catch {
    // A directory, say.
    return undefined;
  } finally {
    await file.close();
  }
}

const MOST_BYTES = 65_536;
