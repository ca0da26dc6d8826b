import type { Composer, Context } from "grammy";
import { inject, injectable, type Plugin, SessionStore } from "holdfast/core";
import { z } from "zod";

const settings = z.object({ sides: z.int().min(2).default(6).describe("Sides of the die") });

/** `/dice`: rolls, and counts it as a turn. One file, for `PLUGINS=./dice.ts`. */
@injectable()
export default class DicePlugin implements Plugin<z.output<typeof settings>> {
  readonly name = "dice";
  readonly commands = [{ command: "dice", description: "Roll a die" }];
  readonly settings = settings;
  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}

  install(bot: Composer<Context>, { sides }: z.output<typeof settings>): void {
    bot.on("message").command("dice", async (ctx) => {
      const count = await this.sessions.update(ctx.from.id, (session) => session.countTurn());
      await ctx.reply(`🎲 ${1 + Math.floor(Math.random() * sides)} (roll ${count})`);
    });
  }
}
