import type { Composer, Context } from "grammy";
import { expect, test, vi } from "vitest";
import {
  Agent,
  type AgentTurn,
  type Answer,
  type Backend,
  type Compacted,
  inject,
  injectable,
  type Ownership,
  openSessions,
  type Plugin,
  StoreUnavailable,
  Turns,
} from "#core";
import { expect as see } from "#harness";
import { memoryBackend } from "#stores";
import { setStage } from "../testing/stage.fixture.ts";

@injectable()
class TalkPlugin implements Plugin {
  readonly name = "talk";
  constructor(@inject(Turns) private readonly turns: Turns) {}
  install(bot: Composer<Context>): void {
    bot.on("message:text", async (ctx) => void (await this.turns.submit(ctx, ctx.message.text)));
  }
}

/** Answers when the test says so, whether it was told to stop or not. */
class StubbornAgent implements Agent {
  readonly name = "stubborn";
  readonly runsCode = false;
  readonly signals: AbortSignal[] = [];
  readonly answer = Promise.withResolvers<string>();

  async run({ signal }: AgentTurn): Promise<Answer> {
    this.signals.push(signal);
    return { text: await this.answer.promise };
  }

  async compact(): Promise<Compacted> {
    return {};
  }
}

/** A store whose owner's lock gets lost when a test says so: while the store is away, or to another process. */
class ContestedStore {
  readonly backend: Backend = memoryBackend();
  away = false;
  private mine: Ownership | undefined;
  private lost: (reason: string) => void = () => {};
  private readonly own = this.backend.own.bind(this.backend);

  constructor() {
    this.backend.own = async (lost) => {
      if (this.away) throw new StoreUnavailable(this.backend.name, "did not answer");
      this.lost = lost;
      this.mine = await this.own(lost);
      return this.mine;
    };
  }

  /** @returns what the other process holds then. */
  async loseToAnother(): Promise<Ownership> {
    await this.mine?.release();
    const other = await this.own(() => {});
    this.lost("taken by another process");
    return other as Ownership;
  }

  async loseToNobody(): Promise<void> {
    this.away = true;
    await this.mine?.release();
    this.lost("not renewed in time");
  }
}

async function setWork() {
  const store = new ContestedStore();
  const agent = new StubbornAgent();
  const stage = await setStage({
    plugins: [TalkPlugin],
    backend: store.backend,
    provide: (container) => void container.registerInstance<Agent>(Agent, agent),
  });
  await stage.alice.send("work");
  await vi.waitFor(() => expect(agent.signals).toHaveLength(1));
  const { id } = stage.alice;
  const sessions = openSessions(store.backend);
  /** What a bot does at its start with a turn that it finds running. */
  const interruptAsAnother = async () => {
    const turnId = (await sessions.read(id))?.turns[0]?.id ?? "";
    await sessions.update(id, (session) => session.interruptTurn(turnId, true));
    return turnId;
  };
  const retry = (turnId: string) => sessions.update(id, (session) => session.retryTurn(turnId));
  const turns = async () => (await sessions.read(id))?.turns.map(({ state }) => state);
  return Object.assign(stage, { store, agent, interruptAsAnother, retry, turns });
}

test("while the place as owner is lost to nobody, the agent works on; its answer waits until it is regained", async () => {
  await using stage = await setWork();
  const { alice, agent, store } = stage;
  await store.loseToNobody();
  agent.answer.resolve("the answer");
  await see(alice).toSee("I can't reach my memory right now");
  expect(agent.signals[0]?.aborted).toBe(false);
  expect(await stage.turns()).toEqual(["running"]);
  store.away = false;
  await see(alice).toSee("the answer", { within: 5_000 });
  await see(alice).toSeeNothing();
  expect(await stage.turns()).toEqual([]);
});

test("when another process has become the owner, the agent is stopped, and what it says all the same is dropped", async () => {
  await using stage = await setWork();
  const { alice, agent, store, backend } = stage;
  const other = await store.loseToAnother();
  await vi.waitFor(() => expect(agent.signals[0]?.aborted).toBe(true));
  const turnId = await stage.interruptAsAnother();
  agent.answer.resolve("too late");
  await other.release();
  await vi.waitFor(() => expect(stage.log.of("ownership of the store was lost, and regained")).toHaveLength(1));
  await see(alice).toSeeNothing();
  expect(await stage.turns()).toEqual(["interrupted"]);
  expect(await backend.read(`prompt:${turnId}`)).toBe("work");
  expect(await backend.read(`answer:${turnId}`)).toBeUndefined();
});

test("what another owner has interrupted unseen keeps its prompt, and its answer for when it is retried", async () => {
  await using stage = await setWork();
  const { alice, agent, store, backend, telegram } = stage;
  // This agent says the same to both messages.
  telegram.oracles.off("said twice");
  await store.loseToNobody();
  const turnId = await stage.interruptAsAnother();
  agent.answer.resolve("the answer");
  store.away = false;
  await vi.waitFor(async () => expect(await backend.read(`answer:${turnId}`)).toContain("the answer"), {
    timeout: 5_000,
  });
  await see(alice).toSee("I can't reach my memory right now");
  expect(await backend.read(`prompt:${turnId}`)).toBe("work");
  expect(await stage.turns()).toEqual(["interrupted"]);
  await stage.retry(turnId);
  await alice.send("next");
  await see(alice).toSee("the answer", { within: 5_000 });
  await see(alice).toSee("the answer");
  expect(agent.signals).toHaveLength(2);
});

test("a stop while the place is lost does not wait for the agent, and leaves its turn to the next process", async () => {
  await using stage = await setWork();
  // Whose message is answered by the next process, and there is none here.
  stage.telegram.oracles.off("unanswered");
  await stage.store.loseToNobody();
  const begun = performance.now();
  await stage.bot.stop();
  expect(performance.now() - begun).toBeLessThan(4_000);
  expect(stage.agent.signals[0]?.aborted).toBe(true);
});
