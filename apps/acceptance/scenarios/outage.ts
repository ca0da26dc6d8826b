import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { type BotProcess, expect } from "#harness";
import type { AssistantStage } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

export interface Trouble {
  begin(): unknown;
  end(): unknown;
  /** What the log says about its beginning; several when it shows more than one face. */
  readonly said: readonly RegExp[];
  /** How long the two messages are that Alice sends meanwhile: on a full disk there is room for short ones. */
  readonly characters?: number;
  /** How long it takes at least, in ms: longer than a lease, or than the bot's patience between two tries. */
  readonly lastsMs?: number;
}

/** What every user is told once. */
export const AWAY = "I can't reach my memory right now";

/**
 * What any outage of the store comes to. For people in the middle of a conversation: told once, answered in order when
 * it is over, nothing of theirs overwritten. For the operator: one line at its beginning and one at its end.
 *
 * @param bot default: the stage's own. It is stopped afterwards.
 */
export async function sitOut(stage: AssistantStage, trouble: Trouble, bot = stage.bot): Promise<void> {
  const { alice, bob, note } = stage;
  await ask(alice, "one");
  const before = await statusOf(alice);
  const linesBefore = linesOf(bot).length;
  await trouble.begin();
  const begun = performance.now();

  const [two, three] = ["two", "three"].map((text) => text.padEnd(trouble.characters ?? 0, "."));
  await alice.send(two ?? "");
  await alice.send(three ?? "");
  await expect(alice).toSee(AWAY, { within: 15_000 });
  // Somebody who writes when it has lasted a while is told as well.
  await bob.send("/start");
  await expect(bob).toSee(AWAY, { within: 15_000 });
  const late = trouble.lastsMs === undefined ? [] : [stage.user({ firstName: "Carol" })];
  for (const carol of late) {
    await pause(Math.max(0, begun + (trouble.lastsMs ?? 0) - performance.now()));
    await carol.send("/start");
    await expect(carol).toSee(AWAY, { within: 6_000 });
  }
  await trouble.end();

  for (const text of ["two", "three"]) await expect(alice).toSee(new RegExp(`: ${text}\\.*$`), { within: 20_000 });
  for (const user of [bob, ...late]) await expect(user).toSee("Session Status: new", { within: 20_000 });
  const after = await statusOf(alice);
  assert.equal(after.sessionId, before.sessionId);
  assert.equal(after.turnCount, 3);
  for (const user of [alice, bob, ...late]) {
    assert.equal(user.messages().filter(({ text }) => text?.includes(AWAY)).length, 1, "each was told once");
  }
  assert.equal(await bot.stop(), 0);
  const { first, ms } = outageIn(linesOf(bot).slice(linesBefore), trouble.said);
  note(`each told once, all answered, ${after.sessionId} went on; "${first}", over after ${(ms / 1000).toFixed(1)} s`);
}

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly error?: string;
  readonly hint?: string;
  readonly ms?: number;
}

/** What the bot has logged, in all its lives. */
export const linesOf = (bot: BotProcess): Line[] =>
  bot.output
    .split("\n")
    .filter((line) => line.startsWith('{"level":'))
    .map((line) => JSON.parse(line) as Line);

/** Checks that these lines tell of one outage, and of nothing else but the stop after it. */
export function outageIn(lines: readonly Line[], said: readonly RegExp[], part = "store") {
  const again = said.slice(1).map(() => `${part} still unavailable`);
  assert.deepEqual(
    lines.map(({ msg }) => msg),
    [`${part} became unavailable`, ...again, `${part} answered again`, "stopped"],
  );
  for (const [index, pattern] of said.entries()) assert.match(lines[index]?.error ?? "", pattern);
  const ms = lines.at(-2)?.ms ?? -1;
  assert.ok(ms >= 0, `it lasted ${ms} ms`);
  return { first: lines[0]?.error ?? "", ms };
}
