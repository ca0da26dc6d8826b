import type { Composer, Context, Filter } from "grammy";
import { inject, injectable, type Plugin, SessionStore, type SessionView } from "#core";

/** `/status`: shows the user's session as it is. It only looks: it neither begins a session nor counts as activity. */
@injectable()
export class StatusPlugin implements Plugin {
  readonly name = "status";
  readonly commands = [{ command: "status", description: "Check current session", passive: true }];

  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("status", (ctx) => this.show(ctx));
  }

  private async show(ctx: Filter<Context, "message">): Promise<void> {
    const session = await this.sessions.read(ctx.from.id);
    await ctx.reply(status(session ?? this.sessions.empty(ctx.from.id)));
  }
}

const status = ({ userId, id, turnCount, workspacePath, lastActive, preferences }: SessionView) => `📊 Current Status
━━━━━━━━━━━━━━━━
👤 User ID: ${userId}
🆔 Session ID: ${id ?? "No active session"}
🔄 Turn Count: ${turnCount}
📁 Workspace: ${workspacePath}
⏰ Last Active: ${lastActive ?? "Never"}

⚙️ Preferences:
  • auto_compact: ${preferences.autoCompact}
  • show_transcription: ${preferences.showTranscription}
  • max_turns_before_compact: ${preferences.maxTurnsBeforeCompact}
  • show_usage: ${preferences.showUsage}`;
