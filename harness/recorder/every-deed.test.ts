import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect as assert, describe, test } from "vitest";
import {
  type BotAccount,
  BotProcess,
  type CommandSetup,
  expect,
  type Group,
  Recorder,
  type Scenario,
  startTelegram,
  type User,
  type WrittenScenario,
} from "../index.ts";

const root = join(import.meta.dirname, "../..");
const command = [process.execPath, new URL("./fixtures/telling-bot.mjs", import.meta.url).pathname] as const;

interface Cast {
  readonly alice: User;
  readonly bob: User;
  readonly family: Group;
  /** The bot's account. */
  readonly account: BotAccount;
}

/** What people do while it is recorded, on a bot that tells what it is told. */
async function recorded(play: (cast: Cast) => Promise<void>): Promise<WrittenScenario> {
  await using telegram = await startTelegram();
  const account = telegram.bot({ username: "telling_bot" });
  const env = { TELEGRAM_TOKEN: account.token, TELEGRAM_API_ROOT: telegram.apiRoot };
  await using bot = new BotProcess({ telegram, account, command, env });
  await bot.start();
  const alice = telegram.user({ firstName: "Alice", username: "alice" });
  const bob = telegram.user({ firstName: "Bob", username: "bob_the_builder" });
  const family = telegram.group({ title: "The family", members: [alice] });
  const recorder = new Recorder({ telegram, bot, users: [alice, bob] });
  await play({ alice, bob, family, account });
  await recorder.stop();
  return recorder.write("What was done");
}

/** @param deafTo what the bot does not hear any more; absent: it is the same bot. */
async function replay({ source, files }: WrittenScenario, deafTo?: string): Promise<void> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "recorded-"));
  await mkdir(join(directory.path, "node_modules"));
  await symlink(root, join(directory.path, "node_modules/holdfast"));
  await mkdir(join(directory.path, "recording.files"));
  for (const [name, bytes] of files) await writeFile(join(directory.path, "recording.files", name), bytes);
  const file = join(directory.path, "recorded.scenario.ts");
  await writeFile(file, source);
  const { scenarios } = (await import(file)) as { scenarios: readonly Scenario<CommandSetup>[] };
  assert(scenarios).toHaveLength(1);
  for (const { run } of scenarios) await run({ command, ...(deafTo !== undefined && { env: { DEAF_TO: deafTo } }) });
}

interface Deed {
  readonly what: string;
  /** To what a bot is deaf that has changed. */
  readonly heardAs: string;
  readonly written: string;
  readonly play: (cast: Cast) => Promise<void>;
}

const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
  "base64",
);

const deeds: readonly Deed[] = [
  {
    what: "a photo with its bytes",
    heardAs: "photo",
    written:
      'alice.sendPhoto({ bytes: await readFile(new URL("./recording.files/1.png", import.meta.url)), caption: "me" })',
    async play({ alice }) {
      await alice.sendPhoto({ bytes: picture, caption: "me" });
      await expect(alice).toSee(`I was told a photo of ${picture.length} bytes called me`);
    },
  },
  {
    what: "a voice message with its bytes",
    heardAs: "voice",
    written: "alice.sendVoice({",
    async play({ alice }) {
      await alice.sendVoice({ bytes: Buffer.from("OggS and so on"), duration: 3 });
      await expect(alice).toSee("I was told a voice message of 14 bytes");
    },
  },
  {
    what: "a document with its name",
    heardAs: "document",
    written: 'name: "notes.txt"',
    async play({ alice }) {
      await alice.sendDocument({ bytes: Buffer.from("notes"), name: "notes.txt" });
      await expect(alice).toSee("I was told notes.txt of 5 bytes");
    },
  },
  {
    what: "an album",
    heardAs: "album",
    written: "alice.sendAlbum(",
    async play({ alice }) {
      await alice.sendAlbum([
        { kind: "photo", bytes: picture },
        { kind: "photo", bytes: picture },
      ]);
      await expect(alice).toSee("in an album");
      await expect(alice).toSee("in an album");
    },
  },
  {
    what: "a place",
    heardAs: "location",
    written: "alice.sendLocation(52.5, 13.4)",
    async play({ alice }) {
      await alice.sendLocation(52.5, 13.4);
      await expect(alice).toSee("the place 52.5, 13.4");
    },
  },
  {
    what: "a contact",
    heardAs: "contact",
    written: 'alice.sendContact({ phone_number: "+1", first_name: "Zoë" })',
    async play({ alice }) {
      await alice.sendContact({ phone_number: "+1", first_name: "Zoë" });
      await expect(alice).toSee("the number +1");
    },
  },
  {
    what: "a die",
    heardAs: "dice",
    written: 'alice.sendDice("🎯")',
    async play({ alice }) {
      await alice.sendDice("🎯");
      await expect(alice).toSee("a throw of 🎯");
    },
  },
  {
    what: "a reply",
    heardAs: "reply",
    written: 'alice.send("the second", { replyTo: theFirstMessage })',
    async play({ alice }) {
      const first = await alice.send("the first");
      await expect(alice).toSee("the first");
      await alice.send("the second", { replyTo: first });
      await expect(alice).toSee("in reply to the first");
    },
  },
  {
    what: "a message sent on",
    heardAs: "forward",
    written: "alice.forward(iWasToldMessage)",
    async play({ alice }) {
      await alice.send("something");
      const { message } = await expect(alice).toSee("I was told something");
      await alice.forward(message);
      await expect(alice).toSee("from somebody else");
    },
  },
  {
    what: "an edit",
    heardAs: "edited_message",
    written: 'alice.edit(helloMessage, "good day")',
    async play({ alice }) {
      const message = await alice.send("hello");
      await expect(alice).toSee("hello");
      await alice.edit(message, "good day");
      await expect(alice).toSee("You mean good day");
    },
  },
  {
    what: "a reaction",
    heardAs: "message_reaction",
    written: 'alice.react(iWasToldMessage, "👍")',
    async play({ alice }) {
      await alice.send("hello");
      const { message } = await expect(alice).toSee("I was told hello");
      await alice.react(message, "👍");
      await expect(alice).toSee("You feel 👍");
    },
  },
  {
    what: "a vote",
    heardAs: "poll_answer",
    written: 'alice.vote(teaMessage, "No")',
    async play({ alice }) {
      await alice.send("/poll");
      const { message } = await expect(alice).toSee("Tea?");
      await alice.vote(message, "No");
      await expect(alice).toSee("You chose 1");
    },
  },
  {
    what: "a press of a button",
    heardAs: "callback_query",
    written: 'assert.equal(await alice.press("Yes"), "pressed yes")',
    async play({ alice }) {
      await alice.send("/buttons");
      await alice.press("Yes");
    },
  },
  {
    what: "a key of the bot's keyboard",
    heardAs: "message",
    written: 'alice.send("Blue")',
    async play({ alice }) {
      await alice.send("/keys");
      await alice.press("Blue");
      await expect(alice).toSee("I was told Blue");
    },
  },
  {
    what: "an inline query, and the result that was chosen",
    heardAs: "inline_query",
    written: "alice.choose(results[0]",
    async play({ alice }) {
      const [result] = await alice.inline("cats");
      await alice.choose(result!, { query: "cats" });
    },
  },
  {
    what: "a bot that was blocked, and no longer is",
    heardAs: "my_chat_member",
    written: "await alice.block();\n  await alice.unblock();",
    async play({ alice }) {
      await alice.send("hello");
      await expect(alice).toSee("hello");
      await alice.block();
      await alice.unblock();
      await expect(alice).toSee("Welcome back");
    },
  },
  {
    what: "somebody who comes into a group by a link",
    heardAs: "new_chat_members",
    written: "bob.join(",
    async play({ alice, bob, family, account }) {
      await alice.send("/start", { in: family });
      await expect(alice).toSee("I was told /start", { in: family });
      family.promote(account);
      await alice.send("/link", { in: family });
      const [link] = await expect(alice).toSee(/https:\S+/, { in: family });
      await bob.join(link!);
      await expect(alice).toSee("Bob come in", { in: family });
    },
  },
  {
    what: "somebody who leaves a group",
    heardAs: "left_chat_member",
    written: "alice.leave(theFamily)",
    async play({ alice, bob, family }) {
      family.add(bob);
      await expect(bob).toSee("Bob come in", { in: family });
      await alice.leave(family);
      await expect(bob).toSee("Alice leave", { in: family });
    },
  },
];

/** However it is broken into lines. */
const flat = (source: string) => source.replaceAll(/\s+/g, "").replaceAll(",)", ")");

describe.concurrent("what is done is done again in the replay", () => {
  test.for(deeds)("$what", async ({ heardAs, written, play }) => {
    const scenario = await recorded(play);
    assert(flat(scenario.source)).toContain(flat(written));
    assert(scenario.source).not.toContain("Not written down");
    await replay(scenario);
    await assert(replay(scenario, heardAs)).rejects.toThrow();
  });
});
