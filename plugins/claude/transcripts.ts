import { glob, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The conversations as Claude Code keeps them: a file each, in a directory for each user, so that a sandbox can show just that. */
export class Transcripts {
  constructor(private readonly directory: string) {}

  /** For `CLAUDE_CONFIG_DIR`. */
  ofUser(userId: number): string {
    return join(this.directory, String(userId));
  }

  async has(userId: number, conversationId: string): Promise<boolean> {
    return (await this.find(join(String(userId), "projects"), conversationId)).length > 0;
  }

  async remove(conversationId: string): Promise<void> {
    for (const file of await this.find("*/projects", conversationId)) {
      await rm(file, { force: true });
      await rm(join(dirname(file), conversationId), { recursive: true, force: true });
    }
  }

  private async find(under: string, conversationId: string): Promise<string[]> {
    if (!/^[\w-]+$/.test(conversationId)) return [];
    const files: string[] = [];
    for await (const file of glob(`${under}/*/${conversationId}.jsonl`, { cwd: this.directory })) {
      files.push(join(this.directory, file));
    }
    return files;
  }
}
