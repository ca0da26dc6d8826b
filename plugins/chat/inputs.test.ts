import { expect as assert, describe, test, vi } from "vitest";
import { openSessions } from "#core";
import { expect } from "#harness";
import { MovableClock, setStage } from "../stage.fixture.ts";

const WAITS = { within: 10_000 } as const;

describe("a picture or a document", () => {
  test("reaches the agent whole, with its caption as the request, and counts as one turn", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await alice.sendPhoto({ bytes: Buffer.alloc(5_000, 7), caption: "What is this?" });
    await expect(alice).toSee(/: What is this\?\n📎 photo-\d+\.jpg \(5000 bytes\)$/, WAITS);
    await alice.sendDocument({ bytes: Buffer.alloc(300, 1), name: "notes.txt" });
    await expect(alice).toSee(/: 📎 notes\.txt \(300 bytes\)$/, WAITS);
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 2");
  });

  test("above 20 MB is not taken, with a sentence", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await alice.sendDocument({ bytes: Buffer.alloc(21 * 1024 * 1024), name: "film.zip" });
    await expect(alice).toSee("📎 This file is too big: Telegram hands out 20 MB at most.");
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 0");
  });

  test("that Telegram does not hand out leaves the request, with Retry", async () => {
    await using stage = await setStage();
    const { alice, telegram } = stage;
    telegram.oracles.allowRefusal("wrong file_id");
    const answer = { status: 400, description: "Bad Request: wrong file_id or the file is temporarily unavailable" };
    telegram.faults.add({ method: "getFile", answer });
    await alice.sendPhoto({ caption: "What is this?" });
    await expect(alice).toSee("I could not fetch what you sent.", WAITS);
    await alice.press("🔁 Retry");
    await expect(alice).toSee(/: What is this\?\n📎 photo-/, WAITS);
  });

  test("that is known to be too big only when it is fetched is told without a Retry, and the next request runs", async () => {
    await using stage = await setStage();
    const { alice, telegram } = stage;
    telegram.oracles.allowRefusal("file is too big");
    telegram.faults.add({ method: "getFile", answer: { status: 400, description: "Bad Request: file is too big" } });
    await alice.sendDocument({ name: "film.zip", caption: "What is this?" });
    const { message } = await expect(alice).toSee(
      "❌ I could not fetch what you sent. This is larger than the 20 MB that bots can download. Your session is safe.",
      WAITS,
    );
    assert(message.reply_markup).toBeUndefined();
    await alice.send("next");
    await expect(alice).toSee(/: next$/);
  });
});

describe("several messages that are one request", () => {
  test("an album is one turn, with all of its pictures", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await alice.sendAlbum([
      { kind: "photo", caption: "Compare" },
      { kind: "photo" },
      { kind: "document", name: "c.txt" },
    ]);
    await expect(alice).toSee(/: Compare\n📎 photo-\d+\.jpg .*\n📎 photo-\d+\.jpg .*\n📎 c\.txt/, WAITS);
    await expect(alice).toSeeNothing();
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 1");
  });

  test.each([0, 2])(
    "so is an album in a group, of which one item names the bot: the one with index %i",
    async (named) => {
      await using stage = await setStage();
      const { alice, bob, telegram, account } = stage;
      const group = telegram.group({ members: [alice, bob], bots: [account] });
      // Else Telegram keeps the others from it.
      group.promote(account);
      await bob.sendAlbum([{ kind: "photo" }, { kind: "photo" }], { in: group });
      const caption = "@holdfast_bot Compare";
      await alice.sendAlbum(
        [0, 1, 2].map((index) => ({ kind: "photo" as const, ...(index === named && { caption }) })),
        { in: group },
      );
      await bob.sendAlbum([{ kind: "photo" }, { kind: "photo" }], { in: group });
      await expect(alice).toSee(/: Compare(?:\n📎 photo-\d+\.jpg .*){3}$/, { in: group, ...WAITS });
      await expect(alice).toSeeNothing({ in: group });
      await alice.send("/status");
      await expect(alice).toSee("Turn Count: 1");
      await bob.send("/status");
      await expect(bob).toSee("Turn Count: 0");
    },
  );

  test("a pasted text that Telegram has cut is one turn, put together as it was", async () => {
    await using stage = await setStage();
    const { alice, backend } = stage;
    const whole = Array.from({ length: 2_500 }, (_, index) => `w${index}`).join(" ");
    for (let from = 0; from < whole.length; from += 4_096) await alice.send(whole.slice(from, from + 4_096).trim());
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 1");
    await expect(alice).toSee(/w2499$/, WAITS);
    await expect(alice).toSeeNothing();
    const heard = alice
      .messages()
      .filter(({ from, text }) => from?.is_bot && !text?.includes("Current Status"))
      .map(({ text }) => text)
      .join(" ");
    assert(heard.replace(/\s+/g, "")).toBe(`🪞Echo(astand-in,norealagent):${whole.replace(/\s+/g, "")}`);
    const session = await openSessions(backend).read(alice.id);
    assert(session?.turns ?? []).toEqual([]);
  });

  test("a restart in their midst, however long, leaves them one request", async () => {
    const clock = new MovableClock();
    await using stage = await setStage({ clock });
    const { alice, backend } = stage;
    await alice.send("word ".repeat(800).trim());
    const isThere = async () => ((await openSessions(backend).read(alice.id))?.turns.length ?? 0) === 1;
    await vi.waitFor(async () => assert(await isThere()).toBe(true), WAITS.within);
    const meanwhile = () => {
      clock.putForward(60_000);
      void alice.send("the end");
    };
    await stage.restart({ meanwhile });
    await expect(alice).toSee(/: (word\s)+the end$/, WAITS);
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 1");
  });

  test("a clock that is put back meanwhile does not hold it up", async () => {
    const clock = new MovableClock();
    await using stage = await setStage({ clock });
    const { alice } = stage;
    await alice.send("slow 2s first");
    await expect(alice).toSeeTyping();
    await alice.send("x".repeat(3_600));
    await expect(alice).toSee("Queued: 1 ahead");
    clock.putForward(-3_600_000);
    await expect(alice).toSee(": slow 2s first", WAITS);
    await expect(alice).toSee(": xxx", WAITS);
  });

  test("two long texts that are sent one after the other are two requests, and so are two short ones at once", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await alice.send("one");
    await alice.send("two");
    await expect(alice).toSee(/: one$/);
    await expect(alice).toSee(/: two$/);
    await alice.send("a".repeat(4_000));
    await expect(alice).toSee(/: a+$/, WAITS);
    await alice.send("b".repeat(4_000));
    await expect(alice).toSee(/: b+$/, WAITS);
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 4");
  });
});

describe("what a request is about goes along with it", () => {
  test("the message that is replied to", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    const first = await alice.send("The cat is called Ada.");
    await expect(alice).toSee(/: The cat/);
    await alice.send("Why?", { replyTo: first });
    const { message } = await expect(alice).toSee(
      /In reply to what Alice said:\)\n\nThe cat is called Ada\.\n\nWhy\?$/,
    );
    assert(message.entities).toContainEqual(assert.objectContaining({ type: "blockquote" }));
  });

  test("where it was forwarded from", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    const first = await alice.send("Tea at five.");
    await expect(alice).toSee(/: Tea at five\.$/);
    await alice.forward(first);
    await expect(alice).toSee(/\(Forwarded from Alice:\)\n\nTea at five\.$/);
  });
});

describe("a message that is edited", () => {
  test("while its request waits changes the request", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await alice.send("slow 800ms first");
    await expect(alice).toSeeTyping();
    const second = await alice.send("secnod");
    await expect(alice).toSee("⏳ Queued: 1 ahead.");
    await alice.edit(second, "second");
    await expect(alice).toSee("✏️ Changed: this is what I'll be asked when its turn comes.");
    await expect(alice).toSee(/: second$/);
    await expect(alice).toSeeNothing();
  });

  test("while its request runs is told to be too late", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    const first = await alice.send("slow 800ms frist");
    await expect(alice).toSeeTyping();
    await alice.edit(first, "slow 800ms first");
    await expect(alice).toSee("✏️ I'm at work on it as it was.");
    await expect(alice).toSee(/: slow 800ms frist$/);
  });

  test("when its request is answered passes without a word", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    const first = await alice.send("hello");
    await expect(alice).toSee(/: hello$/);
    await alice.edit(first, "hallo");
    await expect(alice).toSeeNothing();
  });
});
