import { Api } from "grammy";
import { expect, test, vi } from "vitest";
import { silentLog } from "#core";
import { expect as see, startTelegram } from "#harness";
import { plain } from "./answer/rich-text.ts";
import { LiveMessage } from "./live-message.ts";

const ways = ["end", "close"] as const;
test.each(ways)("a draft that does not change is shown again before it would vanish, until its %s", async (way) => {
  await using telegram = await startTelegram();
  const { token } = telegram.bot({ username: "hand_bot" });
  const alice = telegram.user({ firstName: "Alice" });
  await alice.send("go");
  const courtesy = new Api(token, { apiRoot: telegram.apiRoot });
  const parts = { courtesy, log: silentLog, signal: new AbortController().signal };
  const live = new LiveMessage(parts, { chatId: alice.id }, 300);
  live.show(() => plain("Thinking hard"));
  const drafts = () => telegram.calls.of("sendMessageDraft");
  await vi.waitFor(() => expect(drafts()).toHaveLength(3), { timeout: 10_000 });
  expect(new Set(drafts().map((call) => call.arguments.text("draft_id"))).size).toBe(1);
  await live[way]();
  const { length } = drafts();
  await courtesy.sendMessage(alice.id, "Done.");
  expect(drafts()).toHaveLength(length);
});

test("what changes after a while of silence is shown at once, and not when a draft is due again", async () => {
  await using telegram = await startTelegram();
  const { token } = telegram.bot({ username: "hand_bot" });
  const alice = telegram.user({ firstName: "Alice" });
  await alice.send("go");
  const parts = {
    courtesy: new Api(token, { apiRoot: telegram.apiRoot }),
    log: silentLog,
    signal: new AbortController().signal,
  };
  const live = new LiveMessage(parts, { chatId: alice.id });
  live.show(() => plain("Thinking"));
  await see(alice).toSeeDraft("Thinking", { within: 6_000 });
  // By then it rests until it is due again.
  await vi.waitFor(() => expect(live.isDraft).toBe(true));
  live.show(() => plain("Writing"));
  await see(alice).toSeeDraft("Writing", { within: 6_000 });
  await live.close();
});
