import { describe, expect, test } from "vitest";
import { expect as see } from "#harness";
import { setStage } from "../testing/assistant-stage.ts";

/** As TypeScript compiles it, a counter that counts turns: what it changes is what /status shows. */
const compiled = (name: string) => `
  import { inject, injectable, PLUGIN_CONTRACT, SessionStore } from "holdfast/core";
  export class CounterPlugin {
    name = "${name}";
    contract = PLUGIN_CONTRACT;
    commands = [{ command: "${name}", description: "Count" }];
    constructor(sessions) { this.sessions = sessions; }
    install(bot) {
      bot.command("${name}", async (ctx) => {
        await ctx.reply("counted " + (await this.sessions.update(ctx.from.id, (session) => session.countTurn())));
      });
    }
  }
  inject(SessionStore)(CounterPlugin, undefined, 0);
  injectable()(CounterPlugin);
`;

const manifest = (name: string, more: object = {}) =>
  JSON.stringify({ name, version: "1.2.3", type: "module", exports: "./index.js", ...more });

describe("a plugin from outside changes the session that /status shows", () => {
  test("from a file of TypeScript, with decorators and no node_modules anywhere", async () => {
    await using stage = await setStage({ "bots/dice.ts": { example: "dice.ts" } });
    const { alice } = stage;
    const bot = stage.bot({ PLUGINS: "./bots/dice.ts", HOLDFAST_DICE_SIDES: "2" });
    await bot.start();
    await alice.send("/dice");
    await see(alice).toSee(/^🎲 [12] \(roll 1\)$/);
    await alice.send("/status");
    await see(alice).toSee("Turn Count: 1");
    expect(await bot.stop()).toBe(0);
    stage.telegram.assertSound();
  });

  test("from an installed package that brought a Holdfast of its own", async () => {
    const name = "@acme/holdfast-counter";
    const at = `node_modules/${name}`;
    await using stage = await setStage({
      [`${at}/package.json`]: manifest(name),
      [`${at}/index.js`]: compiled("count"),
      [`${at}/node_modules/holdfast/package.json`]: manifest("holdfast", { exports: { "./core": "./index.js" } }),
      [`${at}/node_modules/holdfast/index.js`]: `throw new Error("This is the other copy.");`,
      [`${at}/node_modules/grammy/package.json`]: manifest("grammy"),
      [`${at}/node_modules/grammy/index.js`]: `throw new Error("This is the other copy.");`,
    });
    const { alice } = stage;
    await stage.bot({ PLUGINS: name }).start();
    await alice.send("/count");
    await see(alice).toSee("counted 1");
    await alice.send("/status");
    await see(alice).toSee("Turn Count: 1");
    stage.telegram.assertSound();
  });

  test("from CommonJS, as an older compiler writes it", async () => {
    const common = `"use strict"; Object.defineProperty(exports, "__esModule", { value: true });
      ${compiled("count").replace("import {", "const {").replace('} from "holdfast/core"', '} = require("holdfast/core")').replace("export class", "class")}
      exports.default = CounterPlugin;`;
    await using stage = await setStage({ "dist/counter.cjs": common });
    const { alice } = stage;
    await stage.bot({ PLUGINS: "./dist/counter.cjs" }).start();
    await alice.send("/count");
    await see(alice).toSee("counted 1");
    await alice.send("/status");
    await see(alice).toSee("Turn Count: 1");
  });
});

test("a TypeScript file may import others, however it names them", async () => {
  await using stage = await setStage({
    "sky.ts": `import { Sky } from "./sky/blue.js"; export const sky: string = Sky.Blue;`,
    "sky/blue.ts": `export enum Sky { Blue = "blue" }`,
    "wind.ts": `export const wind = "calm";`,
    "weather.ts": `
      import type { Composer, Context } from "grammy";
      import { Log, inject, injectable, type Plugin } from "holdfast/core";
      import { sky } from "./sky.ts";
      import { wind } from "./wind";
      @injectable()
      export class WeatherPlugin implements Plugin {
        readonly name = "weather";
        constructor(@inject(Log) private readonly log: Log) {}
        install(bot: Composer<Context>) {
          bot.command("weather", (ctx) => { this.log.info("asked"); return ctx.reply(\`\${sky} and \${wind}\`); });
        }
      }`,
  });
  await stage.bot({ PLUGINS: "./weather.ts" }).start();
  await stage.alice.send("/weather");
  await see(stage.alice).toSee("blue and calm");
});

test("the compiler is loaded for TypeScript alone", async () => {
  const plugin = (name: string) => `
    export default class {
      name = "${name}";
      install(bot) {
        bot.command("${name}", (ctx) => {
          process.report.excludeNetwork = true;
          const { sharedObjects } = process.report.getReport();
          return ctx.reply("compiler: " + sharedObjects.some((file) => file.includes("oxc-transform")));
        });
      }
    }`;
  await using stage = await setStage({
    "script.mjs": plugin("script"),
    "typed.ts": plugin("typed").replace("ctx)", "ctx: any)"),
  });
  const without = stage.bot({ PLUGINS: "./script.mjs" });
  await without.start();
  await stage.alice.send("/script");
  await see(stage.alice).toSee("compiler: false");
  await without.stop();
  await stage.bot({ PLUGINS: "./typed.ts" }).start();
  await stage.alice.send("/typed");
  await see(stage.alice).toSee("compiler: true");
});

test("decorators of members act as TypeScript's do: from the last to the first, and they may replace", async () => {
  await using stage = await setStage({
    "loud.ts": `
      const seen: string[] = [];
      const note = (what: string) => (_: object, key: string | symbol | undefined, more?: unknown): void => {
        seen.push([what, String(key), typeof more].join(" "));
      };
      const loud = (_: object, _key: string, descriptor: PropertyDescriptor): PropertyDescriptor => {
        const { value } = descriptor;
        return { ...descriptor, value(...given: unknown[]) { return value.apply(this, given).toUpperCase(); } };
      };
      export default class LoudPlugin {
        readonly name = "loud";
        @note("field") readonly volume = 11;
        @note("first") @loud @note("last") words(@note("parameter") volume: number): string { return \`at \${volume}\`; }
        @note("getter") get all(): string { return seen.join(", "); }
        install(bot: any): void {
          bot.command("loud", (ctx: any) => ctx.reply(this.words(this.volume) + ": " + this.all));
        }
      }`,
  });
  await stage.bot({ PLUGINS: "./loud.ts" }).start();
  await stage.alice.send("/loud");
  const order = ["field volume undefined", "parameter words number", "last words object", "first words object"];
  await see(stage.alice).toSee(`AT 11: ${[...order, "getter all object"].join(", ")}`);
});

test("an error in a handler names the line of the TypeScript", async () => {
  await using stage = await setStage({
    "fall.ts": `
      interface Long { readonly gone: true }
      enum Also { Gone }
      export default class FallPlugin {
        readonly name = "fall";
        install(bot: any) {
          bot.command("fall", () => { throw new Error("I fell"); });
        }
      }`,
  });
  const bot = stage.bot({ PLUGINS: "./fall.ts" });
  await bot.start();
  await stage.alice.send("/fall");
  await see(stage.alice).toSee("went wrong");
  expect(bot.output).toMatch(/I fell.*fall\.ts:7:/);
});

test("one module may offer several; they come before chat and help, in the menu too", async () => {
  const plugin = (name: string) =>
    `class extends Base { name = "${name}"; commands = [{ command: "${name}", description: "x" }] }`;
  await using stage = await setStage({
    "two.mjs": `
      class Base { install(bot) { bot.command(this.name, (ctx) => ctx.reply("I am " + this.name)); }
        installLast(bot) { bot.hears("who?", (ctx) => ctx.reply(this.name + " was first")); } }
      export const plugins = [${plugin("one")}, ${plugin("other")}];`,
  });
  const { alice } = stage;
  await stage.bot({ PLUGINS: "./two.mjs" }).start();
  await alice.send("/other");
  await see(alice).toSee("I am other");
  await alice.send("who?");
  await see(alice).toSee("one was first");
  await alice.send("/help");
  await see(alice).toSee(/\/preferences .*\n(.*\n)*\/one .*\n\/other .*\n(.*\n)*\/help /);
});
