import { expect, test } from "vitest";
import { setStage } from "../testing/assistant-stage.ts";

const files = {
  "weather.ts": `export default class Weather { name = "weather"; install() {} }`,
  "broken.ts": "// 👍 é\nconst a = 1;\nconst b = ;\n",
  "broken.mjs": "const a = 1;\nconst b = ;\n",
  "outer.ts": `import "./broken.ts"; export default class {}`,
  "lonely.ts": `import "axios-of-nobody"; export default class {}`,
  "older.ts": `import { Forecast } from "holdfast/core"; export default class { x = Forecast; }`,
  "angry.ts": `throw new Error("I can't.");`,
  "empty.ts": "export const plugin = { install() {} };",
  "instances.ts": "export class A { install() {} }\nexport const plugins = [new A()];",
  "several.ts": "export class A { install() {} }\nexport class B { install() {} }",
  "newer.ts": `export class Newer { name = "newer"; contract = 2; install() {} }`,
  "needy.ts": `
    import { inject, injectable } from "holdfast/core";
    const Radar = Symbol("Radar");
    @injectable() export class Needy { name = "needy"; constructor(@inject(Radar) readonly radar: unknown) {} install() {} }`,
  "silent.ts": `
    import type { SessionStore } from "holdfast/core";
    export class Silent { name = "silent"; constructor(readonly sessions: SessionStore) {} install() {} }`,
  "fragile.ts": `export class Fragile { name = "fragile"; constructor() { throw new Error("no\\nway"); } install() {} }`,
  "twin.ts": `export class Twin { name = "clear"; install() {} }`,
  "broom.ts": `export class Broom { name = "broom"; commands = [{ command: "clear", description: "x" }]; install() {} }`,
};

const LEAVE_IT = "Correct it, or take it out of PLUGINS.";

test.each([
  ["./nowhere.ts", /^The plugin \.\/nowhere\.ts can't be loaded: there is no file .*\/nowhere\.ts\. Correct PLUGINS/],
  [
    "@acme/nowhere",
    /^The plugin @acme\/nowhere can't be loaded: it is none of reminders, notes, admin, and no package in .* npm install @acme\/nowhere$/,
  ],
  [
    "weather.ts",
    /^The plugin weather\.ts can't be loaded: .* Write \.\/weather\.ts in PLUGINS if you mean the file\.$/,
  ],
  ["./broken.ts", `The plugin ./broken.ts can't be loaded: ./broken.ts:3:11: Unexpected token. ${LEAVE_IT}`],
  ["./broken.mjs", `The plugin ./broken.mjs can't be loaded: ./broken.mjs:2: Unexpected token ';'. ${LEAVE_IT}`],
  ["./outer.ts", `The plugin ./outer.ts can't be loaded: ./broken.ts:3:11: Unexpected token. ${LEAVE_IT}`],
  [
    "./lonely.ts",
    /Cannot find package 'axios-of-nobody' imported from .*lonely\.ts\. Install or correct what it imports/,
  ],
  [
    "./older.ts",
    /^The plugin \.\/older\.ts can't be loaded: \.\/older\.ts: .* 'holdfast\/core' does not provide .* 'Forecast'/,
  ],
  ["./angry.ts", `The plugin ./angry.ts can't be loaded: it threw "I can't". ${LEAVE_IT}`],
  ["./empty.ts", /^The plugin \.\/empty\.ts can't be loaded: it exports no plugin\. Export a class/],
  ["./instances.ts", /its export `plugins` is not a list of classes\. Correct it: classes, not their instances\.$/],
  ["./several.ts", /it exports A and B\. Export one as its default, or all as an array named `plugins`\.$/],
  [
    "./newer.ts",
    "Newer (./newer.ts) was written for version 2 of the plugin contract, and this is version 1. Update holdfast.",
  ],
  ["./needy.ts", /^Needy \(\.\/needy\.ts\) needs Radar, and nothing provides it\. /],
  ["./silent.ts", /^Silent \(\.\/silent\.ts\) does not say what it needs\. Write @injectable\(\) .* @inject\(Token\)/],
  ["./fragile.ts", "Fragile (./fragile.ts) could not be made: no way. Correct the plugin, or leave it out."],
  ["./twin.ts", /^ClearPlugin \(built in\) and Twin \(\.\/twin\.ts\) are both named "clear"\. /],
  ["./broom.ts", /^The plugins "clear" \(built in\) and "broom" \(\.\/broom\.ts\) both have the command \/clear\. /],
  ["toString", /it is none of reminders/],
  ["-clean", /^PLUGINS switches off "clean", which is no built-in plugin\. They are start, status, stop, clear, /],
])("PLUGINS=%s stops the start with one line, before Telegram hears of it", async (PLUGINS, line) => {
  await using stage = await setStage(files);
  const bot = stage.bot({ PLUGINS });
  await bot.start({ until: "spawned" });
  expect(await bot.exit()).toBe(1);
  expect(bot.output).toMatch(/^[^\n]+\n$/);
  expect(bot.output.trimEnd()).toMatch(line);
  expect([...stage.telegram.calls]).toEqual([]);
});

test("settings that are wrong stop the start with one line, before Telegram hears of it", async () => {
  await using stage = await setStage({ "dice.ts": { example: "dice.ts" } });
  const bot = stage.bot({ PLUGINS: "./dice.ts", HOLDFAST_DICE_SIDES: "one", HOLDFAST_DICE_SIZE: "3" });
  await bot.start({ until: "spawned" });
  expect(await bot.exit()).toBe(1);
  expect(bot.output).toMatch(
    /^The settings of the plugins are wrong: HOLDFAST_DICE_SIZE is unknown .*; HOLDFAST_DICE_SIDES: .*\n$/,
  );
  expect([...stage.telegram.calls]).toEqual([]);
});
