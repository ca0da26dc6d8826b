import { InlineKeyboard } from "grammy";
import type { Reading, SetAside, StatusNow } from "#core";

export interface Screen {
  readonly text: string;
  readonly reply_markup: InlineKeyboard;
}

/** How the bot is doing. */
export function healthScreen(status: StatusNow, now: number): Screen {
  const { ready, storeAway, store, place, updates, startedAt, waiting, handling, runningTurns } = status;
  const up = startedAt === undefined ? "starting" : ago(now - startedAt);
  const megabytes = Math.round(process.memoryUsage.rss() / 1024 / 1024);
  const text = `🩺 Health
${ready ? "✅ Taking updates" : "⚠️ Not taking updates"} by ${updates}, up ${up}
${storeAway ? "⚠️ The store is away" : "✅ The store answers"}: ${store}, ${place}
📥 ${waiting} updates waiting, ${handling} being handled
🔄 ${runningTurns} turns running
💾 ${megabytes} MB of memory, Node ${process.versions.node}`;
  return { text, reply_markup: tabs() };
}

/** Who uses the bot, those active last first. Walks through all sessions. */
export async function usersScreen(
  entries: AsyncIterable<readonly [userId: number, reading: Reading]>,
  now: number,
): Promise<Screen> {
  let sessions = 0;
  let unreadable = 0;
  let latest: Line[] = [];
  for await (const [userId, reading] of entries) {
    sessions += 1;
    if (reading.state !== "found") unreadable += 1;
    else {
      const { lastActive, turnCount, turns } = reading.session;
      latest.push({ userId, active: Date.parse(lastActive ?? "") || 0, turnCount, waiting: turns.length });
    }
    // Kept short on the way: a million users are no reason for a million lines in memory.
    if (latest.length > 10 * MOST_LINES) latest = newest(latest);
  }
  const lines = newest(latest).map(({ userId, active, turnCount, waiting }) => {
    const when = active ? `${ago(now - active)} ago` : "never active";
    return `${userId}: ${when}, ${turnCount} turns${waiting ? `, ${waiting} unfinished` : ""}`;
  });
  const more = sessions - unreadable > lines.length ? [`and ${sessions - unreadable - lines.length} more`] : [];
  const bad = unreadable ? [`⚠️ ${unreadable} can't be read; the log says why when their users write`] : [];
  return { text: [`👥 ${sessions} sessions`, ...lines, ...more, ...bad].join("\n"), reply_markup: tabs() };
}

/** What was set aside because handling it failed, with buttons to decide. */
export function inboxScreen(waiting: number, aside: readonly SetAside[]): Screen {
  const shown = aside.slice(0, MOST_ASIDE);
  const lines = shown.map(
    ({ at, plugin, reason }, index) => `${index + 1}. ${at}, ${plugin ?? "no plugin"}: ${reason.slice(0, 200)}`,
  );
  const more = aside.length > shown.length ? [`and ${aside.length - shown.length} later ones`] : [];
  const buttons = new InlineKeyboard();
  for (const [index, { id }] of shown.entries()) {
    buttons
      .text(`🔁 Retry ${index + 1}`, `admin:retry:${id}`)
      .text(`🗑️ Drop ${index + 1}`, `admin:drop:${id}`)
      .row();
  }
  const heading = [`📥 ${waiting} updates waiting`, `🗄️ ${aside.length} set aside${aside.length ? ":" : ""}`];
  return { text: [...heading, ...lines, ...more].join("\n"), reply_markup: tabs(buttons) };
}

const tabs = (buttons = new InlineKeyboard()) =>
  buttons.text("🩺 Health", "admin:health").text("👥 Users", "admin:users").text("📥 Inbox", "admin:inbox");

interface Line {
  readonly userId: number;
  readonly active: number;
  readonly turnCount: number;
  readonly waiting: number;
}

const newest = (lines: readonly Line[]) =>
  lines.toSorted((one, other) => other.active - one.active).slice(0, MOST_LINES);

/** Such as `5 min`. */
function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "less than a minute";
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2_880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1_440)} days`;
}

const MOST_LINES = 20;
const MOST_ASIDE = 8;
