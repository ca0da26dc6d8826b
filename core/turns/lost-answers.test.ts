import type { Composer, Context } from "grammy";
import { expect, test } from "vitest";
import {
  Agent,
  type AgentTurn,
  type Answer,
  type Backend,
  type Compacted,
  inject,
  injectable,
  type Plugin,
  SessionStore,
  StoreUnavailable,
  Turns,
} from "#core";
import { expect as see } from "#harness";
import { memoryBackend } from "#stores";
import { setStage } from "../testing/stage.fixture.ts";

/** A store whose answers to such writes get lost on the way: they are carried out, and the bot cannot know. */
function losingAnswerTo(isMeant: (next: string) => boolean): Backend {
  const backend = memoryBackend();
  let isLost = false;
  const write = backend.compareAndSet.bind(backend);
  backend.compareAndSet = async (key, expected, next, marks) => {
    const written = await write(key, expected, next, marks);
    if (isLost || !key.startsWith("session:") || next === undefined || !isMeant(next)) return written;
    isLost = true;
    throw new StoreUnavailable(backend.name, "did not answer");
  };
  return backend;
}

@injectable()
class TalkPlugin implements Plugin {
  readonly name = "talk";
  constructor(
    @inject(SessionStore) private readonly sessions: SessionStore,
    @inject(Turns) private readonly turns: Turns,
  ) {}
  install(bot: Composer<Context>): void {
    bot.command("clear", async (ctx) => {
      await this.sessions.update(ctx.from?.id ?? 0, (session) => session.end());
      await ctx.reply("cleared");
    });
    bot.on("message:text", async (ctx) => void (await this.turns.submit(ctx, ctx.message.text)));
  }
}

/** Answers at once, or waits until it is stopped. */
class TestAgent implements Agent {
  readonly name = "test";
  readonly runsCode = false;
  readonly stopped: string[] = [];

  async run({ prompt, signal }: AgentTurn): Promise<Answer> {
    if (prompt !== "wait") return { text: `done ${prompt}` };
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    this.stopped.push(prompt);
    signal.throwIfAborted();
    return { text: "" };
  }

  async compact(): Promise<Compacted> {
    return {};
  }
}

async function stageOn(backend: Backend) {
  const agent = new TestAgent();
  const stage = await setStage({
    plugins: [TalkPlugin],
    backend,
    provide: (container) => void container.registerInstance<Agent>(Agent, agent),
  });
  return Object.assign(stage, { agent });
}

test("a turn whose commit was carried out, with its answer lost, is run all the same, and once", async () => {
  await using stage = await stageOn(losingAnswerTo((next) => next.includes('"state":"queued"')));
  await stage.alice.send("hello");
  await see(stage.alice).toSee("done hello", { within: 5_000 });
  await see(stage.alice).toSeeNothing();
});

test("a /clear whose commit was carried out, with its answer lost, stops what runs all the same", async () => {
  await using stage = await stageOn(losingAnswerTo((next) => next.includes('"claudeSessionId":null')));
  await stage.alice.send("wait");
  await stage.alice.send("/clear");
  await see(stage.alice).toSee("cleared", { within: 5_000 });
  await stage.alice.send("hello");
  await see(stage.alice).toSee("done hello", { within: 5_000 });
  expect(stage.agent.stopped).toEqual(["wait"]);
});
