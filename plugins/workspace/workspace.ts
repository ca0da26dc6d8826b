import { type CallbackQueryContext, type Composer, type Context, type Filter, InlineKeyboard } from "grammy";
import { z } from "zod";
import {
  AgentFailed,
  buttonKey,
  inject,
  injectable,
  type Plugin,
  SessionStore,
  type Workspace,
  Workspaces,
} from "#core";

const settingsSchema = z.object({
  create: z
    .stringbool({ truthy: ["true"], falsy: ["false"], error: "is neither true nor false" })
    .default(true)
    .describe("whether users may make workspaces of their own"),
});

type Settings = z.output<typeof settingsSchema>;

/** `/workspace`: where the agent works; lists, switches by a button or a name, and makes new ones: `/workspace new shop`. */
@injectable()
export class WorkspacePlugin implements Plugin<Settings> {
  readonly name = "workspace";
  readonly commands = [{ command: "workspace", description: "Where I work" }];
  readonly settings = settingsSchema;
  private mayCreate = false;

  constructor(
    @inject(SessionStore) private readonly sessions: SessionStore,
    @inject(Workspaces) private readonly workspaces: Workspaces,
  ) {}

  install(bot: Composer<Context>, { create }: Settings): void {
    this.mayCreate = create && this.workspaces.perUser;
    bot.on("message").command("workspace", (ctx) => this.command(ctx, String(ctx.match).trim()));
    bot.callbackQuery(/^workspace:(?:(\d+):)?(.+)$/s, (ctx) => this.press(ctx));
  }

  private async command(ctx: Filter<Context, "message">, wish: string): Promise<void> {
    const [, created] = /^new\s+(.+)$/s.exec(wish) ?? [];
    if (wish === "") return this.list(ctx);
    await ctx.reply(
      await this.told(() =>
        created === undefined ? this.switchTo(ctx.from.id, wish) : this.create(ctx.from.id, created),
      ),
    );
  }

  private async list(ctx: Filter<Context, "message">): Promise<void> {
    const all = await this.workspaces.list(ctx.from.id);
    const session = (await this.sessions.read(ctx.from.id)) ?? this.sessions.empty(ctx.from.id);
    const keyboard = new InlineKeyboard();
    const others = all.filter(({ path }) => path !== session.workspacePath);
    for (const { name } of others.slice(0, MOST_BUTTONS))
      keyboard.text(name, `workspace:${ctx.from.id}:${keyOf(name)}`).row();
    const hint = this.mayCreate ? "\n\n/workspace new NAME makes another one." : "";
    const listed = all.slice(0, MOST_LISTED).map(inWords);
    if (all.length > MOST_LISTED)
      listed.push(`… and ${all.length - MOST_LISTED} more: /workspace NAME goes to any of them.`);
    const current = all.find(({ path }) => path === session.workspacePath)?.name ?? session.workspacePath;
    await ctx.reply(`📁 I work in ${current}.\n\n${listed.join("\n")}${hint}`, {
      reply_markup: others.length > 0 ? keyboard : undefined,
    });
  }

  private async press(ctx: CallbackQueryContext<Context>): Promise<void> {
    const { id } = ctx.from;
    const [, owner = "", key] = ctx.match;
    if (owner !== String(id)) {
      // One of an earlier version says nothing of whose it is.
      const text = `This list is ${owner === "" ? "an old one" : "somebody else's"}. Send /workspace for yours.`;
      await ctx.answerCallbackQuery({ text });
      return;
    }
    const name = (await this.workspaces.list(id)).find((each) => keyOf(each.name) === key)?.name;
    if (name === undefined) {
      await ctx.answerCallbackQuery({ text: "That workspace is not there any more. Send /workspace again." });
      return;
    }
    const text = await this.told(() => this.switchTo(id, name));
    await ctx.answerCallbackQuery();
    await ctx.editMessageText(text);
  }

  private async create(userId: number, name: string): Promise<string> {
    if (!this.mayCreate) throw new AgentFailed("Here no workspaces can be added.");
    await this.workspaces.create(userId, name.trim());
    return this.switchTo(userId, name.trim());
  }

  private async switchTo(userId: number, name: string): Promise<string> {
    const workspace = await this.workspaces.find(userId, name);
    if (!workspace) throw new AgentFailed(`There is no workspace “${name}”. /workspace lists them.`);
    await this.workspaces.open(userId, workspace.path);
    await this.sessions.update(userId, (session) => session.setWorkspace(workspace.path));
    return `📁 From the next request on I work in ${name}.`;
  }

  private async told(task: () => Promise<string>): Promise<string> {
    return task().catch((error: unknown) => {
      if (error instanceof AgentFailed) return `❌ ${error.message}`;
      throw error;
    });
  }
}

const inWords = ({ name, kind }: Workspace) => `• ${name}${kind === "shared" ? " (shared with others)" : ""}`;

/** What the button's data has room for beside its own name and that of a user. */
const keyOf = (name: string) => buttonKey(name, 64 - "workspace:9007199254740991:".length);

const MOST_BUTTONS = 50;
/** So that the list fits into a message. */
const MOST_LISTED = 50;
