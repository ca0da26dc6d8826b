import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect as assert, describe, test } from "vitest";
import { BotProcessFailed, expect } from "../index.ts";
import { type Library, libraries } from "./library.fixture.ts";
import { sees, stage, type Transport } from "./stage.fixture.ts";

const transports: readonly Transport[] = ["polling", "webhook"];
const isRequired = process.env.HOLDFAST_REQUIRE_ALL === "1";
const isThere = ({ command: [program] }: Library) => isRequired || spawnSync(program, ["--version"]).status === 0;
for (const { name, command } of libraries.filter((library) => !isThere(library)))
  console.warn(`${command[0]} is missing, so no bot with ${name} is tried.`);

describe.each(libraries)("$name", (library) => {
  describe.skipIf(!isThere(library)).each(transports)("by %s", (transport) => {
    test("is greeted in bold, presses a button, and sees the message change", async () => {
      await using set = await stage(library, transport);
      const { telegram, bot, account, alice } = set;
      await bot.start();
      await alice.send("/start");
      const { message } = await sees(alice, "Hello, Alice!");
      assert(message.entities).toEqual([{ type: "bold", offset: 0, length: 5 }]);
      await expect(alice).toSeeButton("Site");
      assert(await alice.press("Again")).toBe("Once more");
      const { message: edited } = await sees(alice, "Hello again!");
      assert(edited).toMatchObject({ message_id: message.message_id, entities: [{ type: "bold", length: 5 }] });
      assert(edited.reply_markup).toBeUndefined();
      await alice.send("/start from_the_site");
      await sees(alice, "You come from from_the_site.");
      assert([...account.commands.values()]).toEqual([[{ command: "start", description: "Say hello" }]]);
      telegram.assertSound();
    });

    test("shows a keyboard, takes it away, and says that it is typing", async () => {
      await using set = await stage(library, transport);
      const { telegram, bot, alice } = set;
      await bot.start();
      await alice.send("/menu");
      await sees(alice, "What will it be?");
      await alice.press("Tea");
      await sees(alice, "One tea.");
      await alice.send("/think");
      await expect(alice).toSeeTyping({ within: 15_000 });
      await sees(alice, "Thought.");
      telegram.assertSound();
    });

    test("gets files byte by byte, and sends them so", async () => {
      await using set = await stage(library, transport);
      const { telegram, bot, alice } = set;
      await bot.start();
      const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * index) % 251);
      await alice.sendDocument({ bytes, name: "notes.bin" });
      await sees(alice, `Got notes.bin: ${createHash("sha256").update(bytes).digest("hex")}`);
      const photo = await alice.sendPhoto();
      await sees(alice, `Got a photo: ${createHash("sha256").update(alice.open(photo)).digest("hex")}`);
      await alice.send("/report");
      const { message: report } = await sees(alice, "Yours");
      assert(report).toMatchObject({ document: { file_name: "report.txt" }, caption_entities: [{ type: "italic" }] });
      assert(alice.open(report).toString()).toBe("All is well.\n");
      await alice.send("/album");
      const { message: first } = await sees(alice, "Both");
      await assert.poll(() => alice.messages()).toHaveLength(9);
      const [one, two] = alice.messages().slice(-2);
      assert([one, two]).toMatchObject([{ message_id: first.message_id }, { media_group_id: first.media_group_id }]);
      assert(alice.open(two!)).toEqual(alice.open(one!));
      assert(encodings(telegram.calls, "sendDocument", "sendMediaGroup")).toEqual(new Set(["multipart"]));
      assert(encodings(telegram.calls, "setMyCommands", "sendMessage")).toEqual(new Set([library.encoding]));
      telegram.assertSound();
    });

    test("asks a question, answers inline, and welcomes who comes into the group", async () => {
      await using set = await stage(library, transport);
      const { telegram, account, bot, alice, bob } = set;
      await bot.start();
      await alice.send("/poll");
      const { message } = await sees(alice, "Tea or coffee?");
      await alice.vote(message, "Coffee");
      await sees(alice, "You chose option 1.");
      const [about] = await alice.inline("cats");
      assert(about).toMatchObject({ type: "article", title: "About cats" });
      const group = telegram.group({ members: [alice] });
      assert(await alice.choose(about!, { in: group, query: "cats" })).toMatchObject({ text: "All about cats" });
      group.promote(account);
      group.add(bob);
      await sees(alice, "Welcome, Bob.", { in: group });
      telegram.assertSound();
    });

    test.skipIf(transport === "polling")("puts calls into its answers, where the library does so", async () => {
      await using set = await stage(library, transport);
      const { telegram, bot, alice } = set;
      await bot.start();
      await alice.send("/start");
      await sees(alice, "Hello, Alice!");
      await alice.press("Again");
      await alice.send("/think");
      await sees(alice, "Thought.");
      await alice.inline("cats");
      const inReply = [...telegram.calls].filter((call) => call.inReply).map(({ method }) => method);
      assert(inReply.toSorted()).toEqual(library.inReply);
    });

    test("throws what it documents, for every kind of failure", async () => {
      await using set = await stage(library, transport);
      const { telegram, bot, alice, bob } = set;
      telegram.oracles.allowRefusal("chat not found");
      telegram.oracles.allowRefusal("can't parse entities");
      await bot.start();
      await bob.send("/start");
      await sees(bob, "Hello, Bob!");
      const { refusal: error, broken } = library.errors;
      const told = async (call: object) => {
        await alice.send(`/try ${JSON.stringify(call)}`);
        return JSON.parse((await sees(alice, /^(?:\{.*\}|"sent")$/))[0] ?? "");
      };
      const toBob = { chat_id: bob.id, text: "Hi" };
      const meets = (answer: Parameters<typeof telegram.faults.add>[0]["answer"]) =>
        telegram.faults.add({ method: "sendMessage", chat: bob, answer });

      const description = "Too Many Requests: retry after 3";
      meets({ status: 429, description, retryAfter: 3 });
      assert(await told(toBob)).toMatchObject({ error, code: 429, description, retryAfter: 3, ...library.also });
      meets({ status: 502, description: "Bad Gateway" });
      assert(await told(toBob)).toMatchObject({ error, code: 502, description: "Bad Gateway" });
      meets("cut-before");
      assert(await told(toBob)).toEqual({ error: broken });
      assert(await told(toBob)).toBe("sent");

      await bob.block();
      const blocked = "Forbidden: bot was blocked by the user";
      assert(await told(toBob)).toMatchObject({ error, code: 403, description: blocked, ...library.also });
      assert(await told({ ...toBob, chat_id: 1 })).toMatchObject({ error, description: "Bad Request: chat not found" });
      assert(await told({ chat_id: alice.id, text: "<b>Hi", parse_mode: "HTML" })).toMatchObject({
        code: 400,
        description: `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`,
      });
      telegram.assertSound();
    });

    test("ends with 401 when its token is wrong", async () => {
      await using set = await stage(library, transport, { token: "42:AAnobody-has-this-token-at-all-00000" });
      const { bot } = set;
      await assert(bot.start()).rejects.toThrow(BotProcessFailed);
      assert(bot.output).toMatch(/401.*Unauthorized|Unauthorized.*401/s);
      assert(bot.exitCode).toBe(1);
    });

    test("goes on after kill -9, with what was sent meanwhile", async () => {
      await using set = await stage(library, transport);
      const { telegram, bot, alice } = set;
      await bot.start();
      await bot.kill();
      await alice.send("/start");
      // A webhook is set once a second at most.
      telegram.clock.advance(1_000);
      await bot.start();
      await sees(alice, "Hello, Alice!");
      telegram.assertSound();
    });
  });

  describe.skipIf(!isThere(library))("by polling, too", () => {
    test("waits as long as a 429 says, and polls on", async () => {
      await using set = await stage(library, "polling");
      const { telegram, bot, alice } = set;
      const busy = { status: 429, description: "Too Many Requests: retry after 1", retryAfter: 1 };
      const fault = telegram.faults.add({ method: "getUpdates", answer: busy });
      await bot.start();
      await alice.send("/start");
      await sees(alice, "Hello, Alice!");
      assert(fault.met).toBe(1);
    });

    test(`${library.onConflict} when another copy of it polls`, async () => {
      await using set = await stage(library, "polling");
      const { telegram, bot, alice } = set;
      await bot.start();
      telegram.faults.add({ method: "getUpdates", answer: "conflict" });
      await alice.send("/start");
      await sees(alice, "Hello, Alice!");
      if (library.onConflict === "polls on") {
        await alice.send("/think");
        await sees(alice, "Thought.");
      } else {
        assert(await bot.exit()).toBe(1);
      }
      assert(bot.output).toMatch(/409/);
      assert(bot.output).toContain("Conflict");
    });
  });
});

test("the README says how they differ", () => {
  const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
  const [head = [], ...rows] = [...readme.matchAll(/^\| (.*) \|$/gm)].map(([, cells = ""]) =>
    cells.split("|").map((cell) => cell.trim()),
  );
  const told = libraries.map(({ name }) => rows.map((row) => row[head.indexOf(name)]));
  const meant = libraries.map(({ encoding, inReply, errors, onConflict }) => [
    assert.stringMatching(/^-+$/),
    encoding,
    inReply.join(", ") || "nothing",
    assert.stringMatching(`^${errors.refusal}:`),
    errors.broken,
    onConflict,
  ]);
  assert(told).toEqual(meant);
});

const encodings = (calls: Iterable<{ method: string; arguments: { encoding?: string } }>, ...methods: string[]) =>
  new Set([...calls].filter(({ method }) => methods.includes(method)).map((call) => call.arguments.encoding));
