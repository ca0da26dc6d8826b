import { glob, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The conversations as Claude Code keeps them: a file each, in a directory for each user, so that a sandbox can show just that. */
export class Transcripts {
  constructor(private readonly directory: string) {}

  /** For `CLAUDE_CONFIG_DIR`. */
  ofUser(userId: number): string {
    return join(this.directory, String(userId));
  }

  async has(userId: number, conversationId: string): Promise<boolean> {
    return (await this.findOf(userId, conversationId)).length > 0;
  }

  /** Whether this was said in it, by the id it was said under. */
  async hold(userId: number, conversationId: string, messageId: string): Promise<boolean> {
    const mark = `"uuid":"${messageId}"`;
    const files = await this.findOf(userId, conversationId);
    const hits = await Promise.all(files.map(async (file) => (await readFile(file)).includes(mark)));
    return hits.includes(true);
  }

  async remove(userId: number, conversationId: string): Promise<void> {
    for (const file of await this.findOf(userId, conversationId)) {
      await rm(file, { force: true });
      await rm(join(dirname(file), conversationId), { recursive: true, force: true });
    }
  }

  private async findOf(userId: number, conversationId: string): Promise<readonly string[]> {
    if (!/^[\w-]+$/.test(conversationId)) return [];
    const files: string[] = [];
    for await (const file of glob(`${userId}/projects/*/${conversationId}.jsonl`, { cwd: this.directory })) {
      files.push(join(this.directory, file));
    }
    return files;
  }
}
