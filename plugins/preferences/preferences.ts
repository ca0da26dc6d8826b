import { isDeepStrictEqual } from "node:util";
import {
  type Conversation,
  type ConversationContextStorage,
  type ConversationData,
  type ConversationFlavor,
  conversations,
  createConversation,
} from "@grammyjs/conversations";
import { Composer, Context } from "grammy";
import { inject, injectable, type Plugin, SessionStore } from "#core";
import { dialogue, userOf } from "./dialogue.ts";
import { DIALOGUE } from "./dialogue-slice.ts";
import { ANY_PRESS } from "./panel.ts";

/**
 * `/preferences`: a dialogue, one per user, whose state is a slice of the session: it commits with what it changed and
 * goes on after a restart. It begins no session. Commands go their own way and leave it where it is; another
 * `/preferences` starts it over, and the buttons of the earlier panel are out of date.
 */
@injectable()
export class PreferencesPlugin implements Plugin {
  readonly name = "preferences";
  readonly commands = [{ command: "preferences", description: "Change preferences" }];
  readonly slice = DIALOGUE;

  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}

  install(bot: Composer<Context>): void {
    const dialogues = this.dialogues().middleware();
    bot.on(["message", "callback_query:data"], async (ctx, next) => {
      // On a context of its own: the plugin marks it, and refuses one that another plugin's dialogues have marked.
      const own = new Context(ctx.update, ctx.api, ctx.me) as ConversationFlavor<Context>;
      let passed = false;
      await dialogues(own, async () => {
        passed = true;
      });
      if (passed) await next();
    });
    bot.callbackQuery(ANY_PRESS, (ctx) =>
      ctx.answerCallbackQuery("These buttons are out of date, or somebody else's: please send /preferences again."),
    );
  }

  private dialogues(): Composer<ConversationFlavor<Context>> {
    const composer = new Composer<ConversationFlavor<Context>>();
    const run = (talk: Conversation<Context, Context>) => dialogue(talk, this.sessions);
    composer.use(conversations({ storage: this.storage() }), createConversation(run, "preferences"));
    composer.command("preferences", async (ctx) => {
      await ctx.conversation.exitAll();
      await ctx.conversation.enter("preferences");
    });
    return composer;
  }

  private storage(): ConversationContextStorage<Context, ConversationData> {
    return {
      type: "context",
      // Raise it when `dialogue` waits or acts in another order: what is recorded would no longer fit.
      version: 1,
      adapter: {
        read: async (ctx) => (await this.sessions.read(userOf(ctx)))?.slice(DIALOGUE),
        write: (ctx, state) =>
          this.sessions.update(userOf(ctx), (session) => {
            // It is written after every update that passed, too: that must not become a commit.
            if (!isDeepStrictEqual(session.slice(DIALOGUE), state)) session.setSlice(DIALOGUE, state);
          }),
        delete: (ctx) => this.sessions.update(userOf(ctx), (session) => session.removeSlice(DIALOGUE)),
      },
    };
  }
}
