import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { bin, directoryWith } from "../assistant/testing/assistant-stage.ts";

const dice = { "dice.ts": { example: "dice.ts" } } as const;

const acme = {
  "node_modules/@acme/holdfast-key/package.json": JSON.stringify({
    name: "@acme/holdfast-key",
    version: "1.2.3",
    type: "module",
    exports: "./index.js",
  }),
  "node_modules/@acme/holdfast-key/index.js": `
    import { z } from "zod";
    export default class {
      name = "key";
      settings = z.object({ apiKey: z.string().describe("As the service gave it"), hosts: z.array(z.string()).optional() });
      commands = [{ command: "key", description: "Turn it", hidden: true }];
      slice = { name: "key", version: 4, schema: z.object({}), defaults: {} };
      install() { throw new Error("Nobody installs what is only listed."); }
    }`,
};

/** Runs a command without a token, and without a Telegram it could reach. */
async function holdfast(args: readonly string[], PLUGINS: string) {
  await using directory = await directoryWith({ ...dice, ...acme });
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: directory.path,
    env: { PATH: process.env.PATH, TELEGRAM_API_ROOT: "http://127.0.0.1:1", PLUGINS },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("holdfast plugins", () => {
  test("lists what is loaded, in its order: where from, commands, settings, slices", async () => {
    const { status, stdout, stderr } = await holdfast(["plugins"], "./dice.ts,@acme/holdfast-key,-compact");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const blocks = stdout.trimEnd().split("\n\n");
    expect(blocks.map((block) => block.split(" ")[0])).toEqual([
      ...["start", "status", "stop", "clear", "resume", "usage", "preferences", "housekeeping", "voice"],
      ...["dice", "key"],
      ...["chat", "help"],
    ]);
    expect(blocks).toContain("clear  built in\n  /clear  Clear conversation history");
    expect(blocks).toContain(
      "dice  ./dice.ts\n  /dice  Roll a die\n  HOLDFAST_DICE_SIDES  Sides of the die (default 6)",
    );
    expect(blocks).toContain(
      [
        "key  @acme/holdfast-key@1.2.3",
        "  /key  Turn it (hidden)",
        "  HOLDFAST_KEY_API_KEY  As the service gave it (required)",
        "  HOLDFAST_KEY_HOSTS  default none",
        "  slice of the session, version 4",
      ].join("\n"),
    );
  });

  test("says the same as JSON", async () => {
    const { stdout } = await holdfast(["plugins", "--json"], "./dice.ts");
    expect(JSON.parse(stdout)).toContainEqual({
      name: "dice",
      from: "./dice.ts",
      commands: [{ command: "dice", description: "Roll a die", hidden: false }],
      settings: [
        {
          name: "sides",
          variable: "HOLDFAST_DICE_SIDES",
          description: "Sides of the die",
          default: 6,
          required: false,
        },
      ],
      sliceVersion: null,
    });
  });

  test("names what can't be loaded", async () => {
    const { status, stdout, stderr } = await holdfast(["plugins"], "./nowhere.ts");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^The plugin \.\/nowhere\.ts can't be loaded: .*\n$/);
  });
});

describe("holdfast start --help", () => {
  test("shows what the plugins can be told", async () => {
    const { status, stdout } = await holdfast(["start", "--help"], "./dice.ts");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: holdfast start/);
    expect(stdout).toContain("  HOLDFAST_DICE_SIDES  Sides of the die (default 6)\n");
  });

  test("comes also when a plugin can't be loaded, and says so", async () => {
    const { status, stdout } = await holdfast(["start", "--help"], "./nowhere.ts");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: holdfast start(.|\n)*The plugin \.\/nowhere\.ts can't be loaded/);
  });
});
