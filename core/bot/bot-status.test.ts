import type { Composer, Context } from "grammy";
import { expect, test } from "vitest";
import { Api, BotStatus, inject, injectable, type Plugin } from "#core";
import { expect as see } from "#harness";
import { setStage } from "../testing/stage.fixture.ts";

@injectable()
class WatchPlugin implements Plugin {
  readonly name = "watch";
  readonly commands = [
    { command: "watch", description: "Say how the bot is doing" },
    { command: "secret", description: "Say nothing in the menu", hidden: true, passive: true },
  ];

  constructor(
    @inject(BotStatus) private readonly status: BotStatus,
    @inject(Api) private readonly api: Api,
  ) {}

  install(bot: Composer<Context>): void {
    bot.command("watch", async (ctx) => {
      const { startedAt: _, ...now } = this.status();
      await this.api.sendMessage(ctx.chat.id, JSON.stringify(now));
    });
    bot.command("secret", (ctx) => ctx.reply("psst"));
  }
}

test("a plugin can say how the bot is doing, and write by the Api of grammY", async () => {
  await using stage = await setStage({ plugins: [WatchPlugin] });
  expect(stage.bot.status.startedAt).toBeCloseTo(Date.now(), -4);
  await stage.alice.send("/watch");
  const [line = ""] = await see(stage.alice).toSee(/^\{.*\}$/);
  expect(JSON.parse(line)).toEqual({
    ready: true,
    storeAway: false,
    store: "memory",
    place: "this process",
    updates: "polling",
    waiting: 1,
    handling: 1,
    runningTurns: 0,
  });
});

test("a hidden command works, and is in no menu", async () => {
  await using stage = await setStage({ plugins: [WatchPlugin] });
  const [call] = stage.telegram.calls.of("setMyCommands");
  expect(JSON.stringify(call)).toContain("Say how");
  expect(JSON.stringify(call)).not.toContain("secret");
  await stage.alice.send("/secret");
  await see(stage.alice).toSee("psst");
});
