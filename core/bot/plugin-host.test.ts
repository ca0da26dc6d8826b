import type { InjectionToken } from "tsyringe";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createBot, inject, injectable, type Plugin, type PluginClass, SetupInvalid } from "#core";
import { startTelegram } from "#harness";
import { memoryBackend } from "#stores";
import { pluginOf } from "../testing/stage.fixture.ts";

const make = (plugins: readonly PluginClass[], settings = {}) =>
  createBot({ token: "1:x", backend: memoryBackend(), plugins, settings });

const command = (name: string) => ({ commands: [{ command: name, description: "does it" }] });
const Weather: InjectionToken<unknown> = Symbol("Weather");

@injectable()
class NeedyPlugin implements Plugin {
  readonly name = "needy";
  constructor(@inject(Weather) readonly weather: unknown) {}
  install(): void {}
}

describe("before Telegram is contacted", () => {
  test("two plugins of one name are refused, and both are named", () => {
    class One extends pluginOf("twin", () => {}) {}
    class Other extends pluginOf("twin", () => {}) {}
    expect(() => make([One, Other])).toThrow('One and Other are both named "twin".');
  });

  test("two plugins with one command are refused, and both are named", () => {
    const plugins = [pluginOf("clear", () => {}, command("clear")), pluginOf("broom", () => {}, command("clear"))];
    expect(() => make(plugins)).toThrow('The plugins "clear" and "broom" both have the command /clear.');
  });

  test("a command that Telegram would not take is refused", () => {
    expect(() => make([pluginOf("shout", () => {}, command("LOUD!"))])).toThrow(
      'The command "LOUD!" of the plugin "shout"',
    );
  });

  test("a plugin that needs what nobody provides is refused, and both are named", () => {
    expect(() => make([NeedyPlugin])).toThrow("NeedyPlugin needs Weather, and nothing provides it.");
    const provide = (container: { registerInstance(token: typeof Weather, value: unknown): unknown }) =>
      void container.registerInstance(Weather, "sun");
    expect(() => createBot({ token: "1:x", backend: memoryBackend(), plugins: [NeedyPlugin], provide })).not.toThrow();
  });

  test("invalid settings are refused, and plugin and setting are named", () => {
    const settings = z.object({ greeting: z.string().default("Hello"), times: z.number().max(3).default(1) });
    const plugins = [pluginOf("hello", () => {}, { settings })];
    expect(() => make(plugins, { hello: { times: 7 } })).toThrow(/settings of the plugin "hello" are invalid: times: /);
    expect(() => make(plugins)).not.toThrow();
  });

  test("an agent that can run code is refused while everyone may use the bot", async () => {
    const { Agent } = await import("#core");
    const agent = { name: "claude", runsCode: true, run: async () => "", compact: async () => {} };
    const options = {
      token: "1:x",
      backend: memoryBackend(),
      plugins: [],
      provide: (container: { registerInstance(token: typeof Agent, value: typeof agent): unknown }) =>
        void container.registerInstance(Agent, agent),
    };
    expect(() => createBot(options)).toThrow(SetupInvalid);
    expect(() => createBot({ ...options, allowAllUsers: true })).not.toThrow();
  });
});

test("a wrong token ends the start with one clear error", async () => {
  await using telegram = await startTelegram();
  const bot = createBot({ token: "12345:wrong", apiRoot: telegram.apiRoot, backend: memoryBackend(), plugins: [] });
  await expect(bot.start()).rejects.toMatchObject({ code: "TOKEN_REFUSED" });
  await bot.stop();
});
