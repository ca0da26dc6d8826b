import type { Composer, Context } from "grammy";
import { expect, test, vi } from "vitest";
import { inject, injectable, type Plugin, SessionStore, Turns } from "#core";
import { expect as see } from "#harness";
import { setTalk } from "../testing/agent-by-hand.fixture.ts";

const SOON = { within: 10_000 };

@injectable()
class AnnouncePlugin implements Plugin {
  readonly name = "announce";
  constructor(
    @inject(Turns) private readonly turns: Turns,
    @inject(SessionStore) private readonly sessions: SessionStore,
  ) {}
  install(bot: Composer<Context>): void {
    bot.command("clear", async (ctx) => {
      await this.sessions.update(ctx.from?.id ?? 0, (session) => session.end());
      await ctx.reply("cleared");
    });
    bot.on("message:text", async (ctx) => {
      await this.turns.announce(ctx, await this.turns.submit(ctx, ctx.message.text));
    });
  }
}

/** One is at work, and three wait. */
async function setLine() {
  const stage = await setTalk({ plugins: [AnnouncePlugin] });
  const { alice, telegram, agent } = stage;
  await alice.send("one");
  const one = await agent.next();
  for (const [index, text] of ["two", "three", "four"].entries()) {
    await alice.send(text);
    await see(alice).toSee(`⏳ Queued: ${index + 1} ahead.`);
  }
  const edits = () => telegram.calls.of("editMessageText").map((call) => call.arguments.text("text"));
  /** What is to be read of the line, from the top. */
  const shown = () =>
    alice
      .messages()
      .map(({ text = "" }) => text)
      .filter((text) => text.startsWith("⏳"));
  return Object.assign(stage, { one, edits, shown });
}

// All of them wait for the seconds that Telegram has to be left in peace, and can do so together.
test.concurrent("the line moves on: what waits is told its new place once, and what has begun is told no place any more", async () => {
  await using stage = await setLine();
  const { alice, one, agent, shown, edits } = stage;
  one.answer("done one");
  const two = await agent.next();
  await see(alice).toSeeDeletion("Queued: 1 ahead.", SOON);
  await vi.waitFor(() => expect(shown()).toEqual(["⏳ Queued: 1 ahead.", "⏳ Queued: 2 ahead."]), 15_000);
  two.answer("done two");
  const three = await agent.next();
  await vi.waitFor(() => expect(shown()).toEqual(["⏳ Queued: 1 ahead."]), 15_000);
  three.answer("done three");
  (await agent.next()).answer("done four");
  await vi.waitFor(() => expect(shown()).toEqual([]), 15_000);
  // For "three" one, for "four" two.
  expect(edits()).toHaveLength(3);
}, 60_000);

test.concurrent("what is taken back or sent now keeps its last word, and the others move on", async () => {
  await using stage = await setLine();
  const { alice, agent, shown, edits } = stage;
  const [, three, four] = alice.messages().filter(({ text }) => text?.startsWith("⏳"));
  await alice.press("✖️ Cancel", { on: three });
  await vi.waitFor(() => expect(edits()).toEqual(["✖️ Cancelled.", "⏳ Queued: 2 ahead."]), 15_000);
  await alice.press("⏩ Send now", { on: four });
  const running = await agent.next();
  expect(running.prompt).toBe("four");
  await see(alice).toSee("⏩ Sent now; what ran before is stopped.");
  // It is one at work that "two" waits for, as before.
  expect(shown()).toEqual(["⏳ Queued: 1 ahead."]);
  running.answer("done four");
  expect((await agent.next()).prompt).toBe("two");
  await vi.waitFor(() => expect(shown()).toEqual([]), 15_000);
  const said = alice.messages().map(({ text }) => text);
  expect(said).toContain("✖️ Cancelled.");
  expect(said).toContain("⏩ Sent now; what ran before is stopped.");
  expect(edits()).toHaveLength(3);
}, 60_000);

test.concurrent("what /clear has dropped is told no place any more", async () => {
  await using stage = await setLine();
  await stage.alice.send("/clear");
  await see(stage.alice).toSee("cleared");
  await vi.waitFor(() => expect(stage.shown()).toEqual([]), 20_000);
}, 60_000);

test.concurrent("a restart that changes places corrects what was told before it", async () => {
  await using stage = await setLine();
  const { alice, agent, shown, edits } = stage;
  await stage.restart();
  await see(alice).toSee("I was interrupted", SOON);
  const blocked = "ahead. An interrupted one holds them up: first press Retry or Discard.";
  await vi.waitFor(() => expect(shown()).toEqual([1, 2, 3].map((ahead) => `⏳ Queued: ${ahead} ${blocked}`)), 20_000);
  const before = edits().length;
  await alice.press("🗑️ Discard");
  expect((await agent.next()).prompt).toBe("two");
  await vi.waitFor(() => expect(shown()).toEqual(["⏳ Queued: 1 ahead.", "⏳ Queued: 2 ahead."]), 20_000);
  expect(edits().slice(before)).toEqual(["🗑️ Discarded.", "⏳ Queued: 1 ahead.", "⏳ Queued: 2 ahead."]);
}, 90_000);

test.concurrent("Telegram's wish to wait is obeyed, and no answer waits for it", async () => {
  await using stage = await setLine();
  const { alice, one, agent, telegram, shown, edits } = stage;
  const answer = { status: 429, description: "Too Many Requests: retry after 3", retryAfter: 3 };
  telegram.faults.add({ method: "deleteMessage", answer });
  one.answer("done one");
  const two = await agent.next();
  await vi.waitFor(() => expect(telegram.calls.of("deleteMessage")).toHaveLength(1), 15_000);
  two.answer("done two");
  await see(alice).toSee("done two", { within: 1_500 });
  expect(edits()).toEqual([]);
  await vi.waitFor(() => expect(shown()).toEqual(["⏳ Queued: 1 ahead."]), 20_000);
  const [refused, again] = telegram.calls.of("deleteMessage").map(({ at }) => at);
  expect(Number(again) - Number(refused)).toBeGreaterThanOrEqual(2_900);
}, 60_000);

test.concurrent("what is too old to be taken away loses its buttons", async () => {
  await using stage = await setLine();
  const { one, agent, telegram, alice } = stage;
  telegram.oracles.allowRefusal("message can't be deleted");
  telegram.faults.add({
    method: "deleteMessage",
    answer: { status: 400, description: "Bad Request: message can't be deleted" },
  });
  one.answer("done one");
  await agent.next();
  const { message } = await see(alice).toSeeEdit("⏳ Queued no longer.", SOON);
  expect(message.reply_markup).toBeUndefined();
}, 60_000);
