import type { InjectionToken } from "tsyringe";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  createBot,
  inject,
  injectable,
  PLUGIN_CONTRACT,
  type Plugin,
  type PluginClass,
  pluginsOf,
  SetupInvalid,
} from "#core";
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

const foreign = {
  /** As another copy of grammY has it. */
  Api: class Api {
    constructor(readonly token: string) {}
  },
};

@injectable()
class StrayPlugin implements Plugin {
  readonly name = "stray";
  constructor(@inject(foreign.Api) readonly api: unknown) {}
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

  test("a constructor that does not say what it needs is refused", () => {
    class SilentPlugin extends NeedyPlugin {
      constructor(weather: unknown) {
        super(weather);
      }
    }
    expect(() => make([SilentPlugin])).toThrow("SilentPlugin does not say what it needs.");
  });

  test("a plugin whose constructor or install throws is refused, and named", () => {
    class FragilePlugin extends pluginOf("fragile", () => {}) {
      constructor() {
        super();
        throw new Error("no way\nout.");
      }
    }
    const clumsy = pluginOf("clumsy", () => {
      throw new Error("I fell.");
    });
    expect(() => make([FragilePlugin])).toThrow("FragilePlugin could not be made: no way out.");
    expect(() => make([clumsy])).toThrow('The plugin "clumsy" failed in install: I fell.');
  });

  test("a plugin of another contract is refused, one that names none is taken", () => {
    class NewerPlugin extends pluginOf("newer", () => {}, { contract: PLUGIN_CONTRACT + 1 }) {}
    class PresentPlugin extends pluginOf("present", () => {}, { contract: PLUGIN_CONTRACT }) {}
    expect(() => make([NewerPlugin])).toThrow("NewerPlugin was written for version 2 of the plugin contract");
    expect(() => make([PresentPlugin, pluginOf("any", () => {})])).not.toThrow();
  });

  test("what is no plugin is refused", () => {
    class Stranger {}
    expect(() => make([Stranger as PluginClass])).toThrow("Stranger is no plugin: it lacks an install method.");
    class ShoutPlugin extends pluginOf("Loud One", () => {}) {}
    expect(() => make([ShoutPlugin])).toThrow("ShoutPlugin is no plugin: it lacks a kebab-case name.");
  });

  test("an error says where the plugins come from", () => {
    class One extends pluginOf("twin", () => {}) {}
    class Other extends pluginOf("twin", () => {}) {}
    const origins = new Map<PluginClass, string>([
      [One, "built in"],
      [Other, "./twin.ts"],
    ]);
    const create = () => createBot({ token: "1:x", backend: memoryBackend(), plugins: [One, Other], origins });
    expect(create).toThrow('One (built in) and Other (./twin.ts) are both named "twin".');
  });

  test("settings may be asked for when the plugins are made", () => {
    const seen: string[] = [];
    const settings = (plugins: readonly Plugin[]) => {
      seen.push(...plugins.map(({ name }) => name));
      return {};
    };
    createBot({ token: "1:x", backend: memoryBackend(), plugins: [pluginOf("hello", () => {})], settings });
    expect(seen).toEqual(["hello"]);
  });

  test("plugins can be looked at without their settings", () => {
    const settings = z.object({ key: z.string() });
    const options = { token: "1:x", backend: memoryBackend(), plugins: [pluginOf("locked", () => {}, { settings })] };
    expect(pluginsOf(options).map(({ name }) => name)).toEqual(["locked"]);
    expect(() => createBot(options)).toThrow('The settings of the plugin "locked" are invalid: key');
  });

  test("a class that nobody provides and that does not say what it needs is refused", () => {
    expect(() => make([StrayPlugin])).toThrow("StrayPlugin needs Api, and nothing provides it.");
  });

  test("invalid settings are refused, and plugin and setting are named", () => {
    const settings = z.object({ greeting: z.string().default("Hello"), times: z.number().max(3).default(1) });
    const plugins = [pluginOf("hello", () => {}, { settings })];
    expect(() => make(plugins, { hello: { times: 7 } })).toThrow(/settings of the plugin "hello" are invalid: times: /);
    expect(() => make(plugins)).not.toThrow();
  });

  test("an agent that can run code is refused while everyone may use the bot", async () => {
    const { Agent } = await import("#core");
    const agent = { name: "claude", runsCode: true, run: async () => ({ text: "" }), compact: async () => ({}) };
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
