import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "#harness";
import { directoryWith } from "../../assistant/testing/assistant-stage.ts";
import { holdfast } from "../testing/play-process.ts";

const PATIENCE = { timeout: 15_000, interval: 50 };

const greeter = (words: string) => `
  import { greeting } from "./words.ts";
  import type { Composer, Context } from "grammy";
  import { inject, injectable, type Plugin, SessionStore } from "holdfast/core";
  @injectable()
  export default class GreeterPlugin implements Plugin {
    readonly name = "greeter";
    constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}
    install(bot: Composer<Context>): void {
      bot.on("message").command("greet", async (ctx) => {
        const count = await this.sessions.update(ctx.from.id, (session) => session.countTurn());
        await ctx.reply(\`\${greeting} ${words} \${count}\`);
      });
    }
  }`;

/** A playground that watches the plugin in `greeter.ts`, as the page sees it. */
async function watching() {
  const directory = await directoryWith({
    "greeter.ts": greeter("first"),
    "words.ts": `export const greeting = "Hello,";`,
  });
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = ["play", "--watch", "--no-open", "--port", new URL(url).port];
  const command = await holdfast(args, { PLUGINS: join(directory.path, "greeter.ts") });
  await command.wrote(`Playground on ${url}\n`);
  const state = () => snapshotOf(url);
  return {
    ...command,
    write: directory.write,
    state,
    async isRunning() {
      await expect.poll(async () => (await state()).bot.phase, PATIENCE).toBe("running");
    },
    async post(path: string, body: object = {}) {
      await fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) });
    },
    async asks(text: string) {
      const [alice] = (await state()).people;
      await fetch(`${url}/telegram/users/${alice?.id}/messages`, { method: "POST", body: JSON.stringify({ text }) });
    },
    async sees(text: string) {
      const texts = async () => (await state()).chats[0]?.messages.map(({ message }) => message.text);
      await expect.poll(texts, PATIENCE).toContain(text);
    },
    async [Symbol.asyncDispose]() {
      await command[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

interface Snapshot {
  readonly bot: { readonly phase: string; readonly trouble?: string };
  readonly people: readonly { readonly id: number }[];
  readonly chats: readonly { readonly messages: readonly { readonly message: { text: string } }[] }[];
}

/** The first thing the page hears. */
async function snapshotOf(url: string): Promise<Snapshot> {
  const gone = new AbortController();
  const { body } = await fetch(`${url}/events`, { signal: gone.signal });
  let text = "";
  for await (const chunk of body!.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
    text += chunk;
    if (text.includes("\n\n")) break;
  }
  gone.abort();
  return JSON.parse(text.slice(0, text.indexOf("\n\n")).replace(/^data: /gm, "")) as Snapshot;
}

test("a saved plugin is what the bot runs next; chats and sessions stay", async () => {
  await using run = await watching();
  await run.isRunning();
  await run.asks("/greet");
  await run.sees("Hello, first 1");

  await run.write("greeter.ts", greeter("second"));
  await run.wrote("Started again: greeter.ts");
  await run.asks("/greet");
  await run.sees("Hello, second 2");
  await run.sees("Hello, first 1");

  await run.write("words.ts", `export const greeting = "Welcome,";`);
  await run.wrote("Started again: words.ts");
  await run.asks("/greet");
  await run.sees("Welcome, second 3");
});

test("a syntax error is shown with its line, in terminal and page, and the next good save brings the bot back", async () => {
  await using run = await watching();
  await run.isRunning();
  await run.write("words.ts", "export const greeting = ;");
  await run.wrote("words.ts:1:25: Unexpected token. Correct it");
  expect((await run.state()).bot).toMatchObject({
    phase: "stopped",
    trouble: expect.stringContaining("words.ts:1:25: Unexpected token"),
  });
  await run.asks("/greet");

  await run.write("words.ts", `export const greeting = "Back,";`);
  await run.sees("Back, first 1");
  expect((await run.state()).bot).not.toHaveProperty("trouble");
});

test("a bot that was stopped by hand stays so", async () => {
  await using run = await watching();
  await run.isRunning();
  await run.post("/bot/stop");
  await expect.poll(async () => (await run.state()).bot.phase, PATIENCE).toBe("stopped");
  await run.write("greeter.ts", greeter("second"));
  await run.wrote("greeter.ts changed; the bot was stopped by hand and stays so.");
  expect((await run.state()).bot.phase).toBe("stopped");
  await run.post("/bot/start");
  await run.isRunning();
  await run.asks("/greet");
  await run.sees("Hello, second 1");
});
