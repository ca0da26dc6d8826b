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

const status = ({
  userId,
  id,
  turnCount,
  workspacePath,
  lastActive,
  preferences,
  turns,
}: SessionView) => `📊 Current Status
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
  • show_usage: ${preferences.showUsage}
  • confirm_transcription: ${preferences.confirmTranscription}${work(turns)}`;

/** Below what the specification has: it is only there when there is something to say. */
function work(turns: SessionView["turns"]): string {
  const running = turns.filter(({ state }) => state === "running" || state === "answered").length;
  const interrupted = turns.filter(({ state }) => state === "interrupted").length;
  const queued = turns.length - running - interrupted;
  const parts = [
    running && `${running} running`,
    queued && `${queued} queued`,
    interrupted && `${interrupted} interrupted`,
  ];
  return turns.length > 0 ? `\n\n🏃 Requests: ${parts.filter(Boolean).join(", ")}` : "";
}
