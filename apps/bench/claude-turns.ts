import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SetupInvalid } from "#core";
import { expect, type User } from "#harness";
import { ClaudeAgent } from "#plugins";
import { setClaudeAssistant } from "../assistant/claude/claude-assistant.fixture.ts";
import { memoryOf, startOf, variableOf } from "./process-facts.ts";
import { median } from "./statistics.ts";

/** A turn with the real Claude Code, seen from outside. Times in ms, medians. */
export interface ClaudeTimes {
  /** From the user's message to the start of Claude Code's process. */
  readonly toProcess: number;
  /** From there to its first request: Claude Code's own start. */
  readonly toRequest: number;
  /** From the model's answer to that of the bot, delivered: what Claude Code makes of it, and the bot. */
  readonly toAnswer: number;
}

export interface ClaudeFigures {
  readonly alone: ClaudeTimes;
  readonly together: ClaudeTimes;
  /** Of the bot's process before those that run together, and while they do. */
  readonly botBytes: { readonly before: number; readonly meanwhile: number };
  /** Of each of those, in its own processes: Claude Code, and the sandbox around it if there is one. */
  readonly agentBytes: number;
}

/** @returns what is missing to measure it here, in one line; undefined if nothing is. */
export async function lacksForClaude(): Promise<string | undefined> {
  if (process.platform !== "linux") return "Turns with Claude Code are measured on Linux only.";
  await using directory = await mkdtempDisposable(join(tmpdir(), "bench-"));
  try {
    await ClaudeAgent.load({ directory: directory.path, environment: {} });
    return undefined;
  } catch (error) {
    if (!(error instanceof SetupInvalid)) throw error;
    return `Without Claude Code: ${error.hint}`;
  }
}

/**
 * Turns of the assistant, a process of its own, with the real Claude Code, whose model is a fake that waits until it is
 * told to answer.
 *
 * @param count how many turns one after the other, and how many at once.
 */
export async function measureClaudeTurns(count: number): Promise<ClaudeFigures> {
  const env = { ALLOWED_USER_IDS: "", ALLOW_ALL_USERS: "true", TURNS_AT_ONCE: String(count) };
  await using stage = await setClaudeAssistant({ env });
  const { telegram, anthropic, bot, alice } = stage;
  const agents = async () => (await stage.agents()).map(({ pid }) => pid);

  async function begin(user: User, text: string): Promise<Begun> {
    const gate = anthropic.hold();
    anthropic.when(text).hold(gate).say(`done ${text}`);
    const sent = now();
    await user.send(text);
    await gate.held;
    return { user, text, sent, asked: now(), release: () => gate.release() };
  }

  async function finish(turns: readonly Begun[]): Promise<number[]> {
    const released = now();
    for (const { release } of turns) release();
    await Promise.all(turns.map(({ user, text }) => expect(user).toSee(`done ${text}`, { within: LONG_MS })));
    const deliveredAt = (answer: string) =>
      [...telegram.calls].find(({ arguments: given }) => given.text("text") === answer)?.at ?? Number.NaN;
    return turns.map(({ text }) => deliveredAt(`done ${text}`) - released);
  }

  const timesOf = async (turns: readonly Begun[]): Promise<readonly ClaudeTimes[]> => {
    const starts = startsOf(await agents());
    const answered = await finish(turns);
    // Who is whose does not matter: their messages are as good as simultaneous.
    const asked = turns.map((turn) => turn.asked).toSorted((one, other) => one - other);
    return turns.map(({ sent }, index) => {
      const start = starts[index] ?? Number.NaN;
      return {
        toProcess: start - sent,
        toRequest: (asked[index] ?? Number.NaN) - start,
        toAnswer: answered[index] ?? Number.NaN,
      };
    });
  };

  await finish([await begin(alice, "warm up.")]);
  const alone: ClaudeTimes[] = [];
  for (let index = 0; index < count; index++) alone.push(...(await timesOf([await begin(alice, `alone ${index}.`)])));

  const before = memoryOf(bot.pid);
  const users = Array.from({ length: count }, (_, index) => telegram.user({ firstName: `User${index}` }));
  const turns = await Promise.all(users.map((user, index) => begin(user, `at once ${index}.`)));
  const agentBytes = (await agents()).map(memoryOf).reduce((sum, bytes) => sum + bytes, 0) / count;
  const botBytes = { before, meanwhile: memoryOf(bot.pid) };
  return { alone: medians(alone), together: medians(await timesOf(turns)), botBytes, agentBytes };
}

/** A turn whose model waits. */
interface Begun {
  readonly user: User;
  readonly text: string;
  readonly sent: number;
  /** When the model was asked. */
  readonly asked: number;
  readonly release: () => void;
}

/** Of each turn's first process, in their order. */
function startsOf(pids: readonly number[]): number[] {
  const byTurn = Map.groupBy(pids, (pid) => variableOf(pid, "HOLDFAST_TURN"));
  const starts = [...byTurn.values()].map((own) => Math.min(...own.map(startOf)));
  return starts.toSorted((one, other) => one - other);
}

const medians = (times: readonly ClaudeTimes[]): ClaudeTimes => ({
  toProcess: median(times.map(({ toProcess }) => toProcess)),
  toRequest: median(times.map(({ toRequest }) => toRequest)),
  toAnswer: median(times.map(({ toAnswer }) => toAnswer)),
});

const now = () => performance.timeOrigin + performance.now();

/** All of them have to start on as few cores as there are. */
const LONG_MS = 120_000;
