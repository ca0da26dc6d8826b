import { constants, type FileHandle, open, realpath, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { type Composer, type Context, type Filter, InputFile } from "grammy";
import { AgentFailed, inject, injectable, isWithin, type Plugin, SessionStore, Workspaces } from "#core";

/** `/file PATH`: sends a file of the workspace. */
@injectable()
export class FilePlugin implements Plugin {
  readonly name = "file";
  readonly commands = [{ command: "file", description: "Send a file of the workspace" }];

  constructor(
    @inject(SessionStore) private readonly sessions: SessionStore,
    @inject(Workspaces) private readonly workspaces: Workspaces,
  ) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("file", (ctx) => this.send(ctx, String(ctx.match).trim()));
  }

  private async send(ctx: Filter<Context, "message">, path: string): Promise<void> {
    if (path === "") {
      await ctx.reply("📄 Which one? Write /file and its path, such as /file notes/todo.md");
      return;
    }
    try {
      await using file = await this.open(ctx.from.id, path);
      const { size } = await file.stat();
      if (size > MOST_BYTES) throw new AgentFailed("That file is larger than the 50 MB that Telegram takes.");
      if (size === 0) throw new AgentFailed("That file is empty.");
      // grammY writes the name without quotes, so that a space would end it.
      const name = basename(path).replace(/\s+/g, "_");
      await ctx.replyWithDocument(new InputFile(await file.readFile(), name));
    } catch (error) {
      if (!(error instanceof AgentFailed)) throw error;
      await ctx.reply(`❌ ${error.message}`);
    }
  }

  private async open(userId: number, path: string): Promise<FileHandle> {
    const session = (await this.sessions.read(userId)) ?? this.sessions.empty(userId);
    const workspace = await this.workspaces.open(userId, session.workspacePath);
    const real = await realpath(resolve(workspace, path)).catch(() => undefined);
    // Of what lies outside it is not even told whether it is there.
    if (real === undefined || !isWithin(workspace, real))
      throw new AgentFailed(`There is no file ${path} in your workspace.`);
    // Without waiting, for what is a pipe; and not through a link that the agent has put there since.
    const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
      (cause: unknown) => {
        throw new AgentFailed(`The file ${path} can't be read.`, { cause });
      },
    );
    const opened = await file.stat();
    const isSame = (await realpath(real).catch(() => "")) === real && (await stat(real)).ino === opened.ino;
    if (isSame && opened.isFile()) return file;
    await file.close();
    throw new AgentFailed(`${path} is no file.`);
  }
}

/** What a bot may send. */
const MOST_BYTES = 50_000_000;
