import type { Composer, Context, Filter } from "grammy";
import { inject, injectable, newSessionId, type Plugin, SessionStore } from "#core";

/** `/start`: greets, and begins a session for a user without one. A deep link's parameter changes nothing. */
@injectable()
export class StartPlugin implements Plugin {
  readonly name = "start";
  readonly commands = [{ command: "start", description: "Show this message" }];

  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("start", (ctx) => this.greet(ctx));
  }

  private async greet(ctx: Filter<Context, "message">): Promise<void> {
    const newId = newSessionId(ctx.from.id);
    const begun = await this.sessions.update(ctx.from.id, (session) => ({
      status: session.begin(newId),
      turnCount: session.turnCount,
    }));
    await ctx.reply(greeting({ firstName: ctx.from.first_name, ...begun }));
  }
}

interface Greeted {
  readonly firstName: string;
  readonly status: "active" | "new";
  readonly turnCount: number;
}

const greeting = ({ firstName, status, turnCount }: Greeted) => `👋 Hello ${firstName}!

I'm your Claude Code voice assistant.

📱 Send me a voice message with your coding task
💬 Or send a text message with your request
📝 I'll execute it and show you the results

📊 Session Status: ${status}
🔄 Turn Count: ${turnCount}

Commands:
/start - Show this message
/status - Check current session
/clear - Clear conversation history
/compact - Manually compact session`;
