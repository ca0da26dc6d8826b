import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent, type AgentTurn, type Answer, createBot } from "#core";
import { expect, freePort, startTelegram, type User } from "#harness";
import { builtInPlugins } from "#plugins";
import { backendFromAddress } from "#stores";
import { median } from "./statistics.ts";

/** What the bot adds to the time that its agent takes. Times in ms, medians. */
export interface TurnFigures {
  /** From the user's message to the agent's first event. */
  readonly before: number;
  /** From the agent's last event to the delivered answer. */
  readonly after: number;
  /** The same of as many turns as there are users, all at once. */
  readonly beforeAtOnce: number;
  readonly afterAtOnce: number;
  /** How much the bot's process grew for each of those while all were running. */
  readonly bytesPerTurn: number;
}

/** An agent whose first event is its last, unless it is held. */
class Instant implements Agent {
  readonly name = "instant";
  readonly runsCode = false;
  readonly began = new Map<string, number>();
  readonly ended = new Map<string, number>();
  /** What turns wait for. */
  gate: Promise<void> = Promise.resolve();
  compact = async () => ({});

  async run({ prompt }: AgentTurn): Promise<Answer> {
    this.began.set(prompt, now());
    await this.gate;
    this.ended.set(prompt, now());
    return { text: `done ${prompt}` };
  }
}

/**
 * Turns of a bot in this process, on SQLite, with an agent that takes no time.
 *
 * @param count how many turns one after the other, and how many at once.
 */
export async function measureTurns(count: number): Promise<TurnFigures> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "bench-"));
  await using telegram = await startTelegram();
  const port = await freePort();
  const account = telegram.bot({ username: "bench_bot", idleProbe: `http://127.0.0.1:${port}/healthz` });
  const agent = new Instant();
  const bot = createBot({
    token: account.token,
    apiRoot: telegram.apiRoot,
    port,
    backend: backendFromAddress(`sqlite:${join(directory.path, "bot.sqlite")}`),
    plugins: builtInPlugins,
    turnLimits: { atOnce: count, waitingPerUser: 10, waitingInAll: 1_000, minutes: 60 },
    provide: (container) => container.registerInstance<Agent>(Agent, agent),
  });
  await bot.start();
  const users = Array.from({ length: count }, (_, index) => telegram.user({ firstName: `User${index}` }));
  const sent = new Map<string, number>();
  const say = async (user: User, text: string) => {
    sent.set(text, now());
    await user.send(text);
  };
  const answered = (user: User, text: string) => expect(user).toSee(`done ${text}`, { within: 60_000 });
  const delivered = (text: string) => {
    const call = [...telegram.calls].find(({ arguments: given }) => given.text("text") === `done ${text}`);
    return call?.at ?? Number.NaN;
  };
  const medians = (texts: readonly string[]) => ({
    before: median(texts.map((text) => (agent.began.get(text) ?? Number.NaN) - (sent.get(text) ?? Number.NaN))),
    after: median(texts.map((text) => delivered(text) - (agent.ended.get(text) ?? Number.NaN))),
  });

  const [first = telegram.user({ firstName: "User" })] = users;
  const oneByOne = users.map((_, index) => `alone ${index}.`);
  for (const text of ["warm up.", ...oneByOne]) {
    await say(first, text);
    await answered(first, text);
  }
  const alone = medians(oneByOne);

  const release = Promise.withResolvers<void>();
  agent.gate = release.promise;
  const bytesBefore = process.memoryUsage().rss;
  const atOnce = users.map((user, index) => ({ user, text: `at once ${index}.` }));
  await Promise.all(atOnce.map(({ user, text }) => say(user, text)));
  await Promise.all(atOnce.map(({ user }) => expect(user).toSeeTyping({ within: 60_000 })));
  const bytesPerTurn = Math.max(0, process.memoryUsage().rss - bytesBefore) / count;
  release.resolve();
  await Promise.all(atOnce.map(({ user, text }) => answered(user, text)));
  const together = medians(atOnce.map(({ text }) => text));
  await bot.stop();
  return { ...alone, beforeAtOnce: together.before, afterAtOnce: together.after, bytesPerTurn };
}

/** As the server of the fake Telegram tells the time of a call, but finer. */
const now = () => performance.timeOrigin + performance.now();
