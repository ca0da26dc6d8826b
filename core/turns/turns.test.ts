import type { Composer, Context } from "grammy";
import { describe, expect, test, vi } from "vitest";
import {
  Agent,
  AgentFailed,
  type AgentTurn,
  type AgentWork,
  type Answer,
  type Compacted,
  inject,
  injectable,
  newSessionId,
  type Plugin,
  SessionStore,
  Turns,
} from "#core";
import { expect as see } from "#harness";
import { setStage } from "../testing/stage.fixture.ts";

@injectable()
class TalkPlugin implements Plugin {
  readonly name = "talk";
  constructor(
    @inject(SessionStore) private readonly sessions: SessionStore,
    @inject(Turns) private readonly turns: Turns,
  ) {}
  install(bot: Composer<Context>): void {
    bot.command("clear", async (ctx) => {
      const ended = await this.sessions.update(ctx.from?.id ?? 0, (session) => session.end());
      await ctx.reply(`stopped ${ended.running}, dropped ${ended.queued}`);
    });
    bot.command("compact", (ctx) => this.turns.compact(ctx));
    bot.command("every", async (ctx) => {
      await this.sessions.update(ctx.from?.id ?? 0, (session) =>
        session.setPreferences({ maxTurnsBeforeCompact: Number(ctx.match) }),
      );
      await ctx.reply("set");
    });
    bot.command("count", async (ctx) => {
      const session = await this.sessions.read(ctx.from?.id ?? 0);
      await ctx.reply(`count ${session?.turnCount ?? 0}`);
    });
    bot.on("message:text", async (ctx) => {
      const { ahead } = (await this.turns.submit(ctx, ctx.message.text)) as { ahead: number };
      if (ahead) await ctx.reply(`${ahead} ahead`);
    });
  }
}

/** Answers when the test says so. */
class TestAgent implements Agent {
  readonly name = "test";
  readonly runsCode = false;
  readonly ran: string[] = [];
  /** Whether a compaction lasts until it is no longer wanted. */
  compactsAtLength = false;
  private readonly gates = new Map<string, PromiseWithResolvers<string>>();

  async run({ prompt, signal }: AgentTurn): Promise<Answer> {
    this.ran.push(prompt);
    if (prompt.startsWith("wait")) {
      signal.addEventListener("abort", () => this.gate(prompt).reject(new Error("aborted")));
      return { text: await this.gate(prompt).promise };
    }
    if (prompt === "fail") throw new AgentFailed("No luck.");
    return { text: `done ${prompt}` };
  }

  async compact({ signal }: AgentWork): Promise<Compacted> {
    this.ran.push("(compact)");
    if (this.compactsAtLength) await new Promise((_, reject) => signal.addEventListener("abort", reject));
    return {};
  }

  gate(prompt: string): PromiseWithResolvers<string> {
    const gate = this.gates.get(prompt) ?? Promise.withResolvers<string>();
    this.gates.set(prompt, gate);
    return gate;
  }
}

async function setTalk() {
  const agent = new TestAgent();
  const stage = await setStage({
    plugins: [TalkPlugin],
    provide: (container) => void container.registerInstance<Agent>(Agent, agent),
  });
  return Object.assign(stage, { agent });
}

describe("turns", () => {
  test("of one user run one at a time and in order, while commands are answered at once", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    await alice.send("wait 1");
    await alice.send("second");
    await see(alice).toSee("1 ahead", { within: 5_000 });
    await alice.send("/count");
    await see(alice).toSee("count 2", { within: 5_000 });
    expect(agent.ran).toEqual(["wait 1"]);
    agent.gate("wait 1").resolve("done wait 1");
    await see(alice).toSee("done wait 1");
    await see(alice).toSee("done second");
  });

  test("of other users do not wait", async () => {
    await using stage = await setTalk();
    await stage.alice.send("wait");
    await stage.bob.send("quick");
    await see(stage.bob).toSee("done quick", { within: 5_000 });
    stage.agent.gate("wait").resolve("done");
    await see(stage.alice).toSee("done");
  });

  test("are stopped and dropped by /clear, which says how many; a late answer is dropped", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    await alice.send("wait");
    await alice.send("next");
    await see(alice).toSee("1 ahead", { within: 5_000 });
    await alice.send("/clear");
    await see(alice).toSee("stopped 1, dropped 1");
    agent.gate("wait").resolve("too late");
    await alice.send("fresh");
    await see(alice).toSee("done fresh");
    expect(agent.ran).toEqual(["wait", "fresh"]);
    await see(alice).toSeeNothing();
  });

  test("leave nothing behind beside the session", async () => {
    await using stage = await setTalk();
    await stage.alice.send("hello");
    await see(stage.alice).toSee("done hello");
    await vi.waitFor(async () => {
      const keys: string[] = [];
      for await (const [key] of stage.backend.scan("")) keys.push(key);
      expect(keys.filter((key) => /^(prompt|answer):/.test(key))).toEqual([]);
    });
  });

  test("that fail tell why, keep the session, and the next one runs", async () => {
    await using stage = await setTalk();
    await stage.alice.send("fail");
    await see(stage.alice).toSee("❌ No luck. Your session is safe.");
    await stage.alice.send("again");
    await see(stage.alice).toSee("done again");
  });
});

describe("compaction", () => {
  test("stands in the line, is not counted, and the count starts again with what came after it", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    await alice.send("wait");
    await alice.send("/compact");
    await alice.send("after");
    await see(alice).toSee("2 ahead", { within: 5_000 });
    agent.gate("wait").resolve("done wait");
    await see(alice).toSee("✅ Session compacted! Turn count reset.");
    await see(alice).toSee("done after");
    await alice.send("/count");
    await see(alice).toSee("count 1");
    expect(agent.ran).toEqual(["wait", "(compact)", "after"]);
  });

  test("comes by itself before the next turn when the count has reached the limit, and the user is told", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    await alice.send("/every 2");
    for (const text of ["one", "two", "three"]) {
      await alice.send(text);
      await see(alice).toSee(`done ${text}`);
    }
    expect(agent.ran).toEqual(["one", "two", "(compact)", "three"]);
    await alice.send("/count");
    await see(alice).toSee("count 1");
  });

  test("that a stop of the bot has interrupted is reported once, and holds nothing up", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    agent.compactsAtLength = true;
    await alice.send("before");
    await see(alice).toSee("done before");
    await alice.send("/compact");
    await vi.waitFor(() => expect(agent.ran).toEqual(["before", "(compact)"]));
    await alice.send("after");
    await see(alice).toSee("1 ahead", { within: 5_000 });
    await stage.restart();
    await see(alice).toSee("⚠️ Compacting was interrupted, nothing was changed.", { within: 5_000 });
    await see(alice).toSee("done after", { within: 5_000 });
    await see(alice).toSeeNothing();
    expect(agent.ran).toEqual(["before", "(compact)", "after"]);
  });
});

describe("a turn that was cut off", () => {
  test("is reported once, with buttons that work once, and is not counted again", async () => {
    await using stage = await setTalk();
    const { alice, backend } = stage;
    // As a killed process leaves it.
    await alice.send("first");
    await see(alice).toSee("done first");
    await stage.bot.stop();
    await backend.open(stage.log);
    const { openSessions } = await import("#core");
    const sessionId = newSessionId(alice.id);
    await backend.compareAndSet("prompt:t1", undefined, "important");
    await openSessions(backend).update(alice.id, (session) => {
      session.begin(sessionId);
      session.acceptPrompt({ id: "t1", chatId: alice.id });
      session.startTurn("t1");
    });
    await backend.close();

    const agent = new TestAgent();
    await using again = await setStage({
      plugins: [TalkPlugin],
      backend,
      token: stage.account.token,
      apiRoot: stage.telegram.apiRoot,
      provide: (container) => void container.registerInstance<Agent>(Agent, agent),
    });
    expect(again.bot.health.ready).toBe(true);
    await see(alice).toSee("I was interrupted while working on this:\n\n“important”", { within: 5_000 });
    expect(agent.ran).toEqual([]);
    await alice.press("🔁 Retry");
    await see(alice).toSee("done important", { within: 5_000 });
    await alice.send("/count");
    await see(alice).toSee("count 2", { within: 5_000 });
  });
});
