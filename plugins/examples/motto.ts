import type { Composer, Context } from "grammy";
import { injectable, type Plugin } from "holdfast/core";
import { z } from "zod";

const settingsSchema = z.object({
  text: z.string().min(1).describe("what /motto says").default("Slow is smooth."),
  times: z.int().min(1).max(3).describe("how often it says it").default(1),
});

type Settings = z.output<typeof settingsSchema>;

/** `/motto` says what the operator wants said. */
@injectable()
export class MottoPlugin implements Plugin<Settings> {
  readonly name = "motto";
  readonly commands = [{ command: "motto", description: "Say the motto" }];
  readonly settings = settingsSchema;

  install(bot: Composer<Context>, { text, times }: Settings): void {
    bot.command("motto", (ctx) => ctx.reply(Array(times).fill(text).join(" ")));
  }
}
