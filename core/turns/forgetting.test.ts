import type { Composer, Context } from "grammy";
import { expect, test, vi } from "vitest";
import { Agent, inject, injectable, openSessions, type Plugin, prune, SessionStore } from "#core";
import { expect as see } from "#harness";
import { memoryBackend } from "#stores";
import { AgentByHand } from "../testing/agent-by-hand.fixture.ts";
import { setStage } from "../testing/stage.fixture.ts";

@injectable()
class ClearPlugin implements Plugin {
  readonly name = "clear";
  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}
  install(bot: Composer<Context>): void {
    bot.command("clear", async (ctx) => {
      await this.sessions.update(ctx.from?.id ?? 0, (session) => session.end());
      await ctx.reply("cleared");
    });
    bot.command("leave", async (ctx) => {
      const session = await this.sessions.read(ctx.from?.id ?? 0);
      if (session) await this.sessions.delete(session);
      await ctx.reply("gone");
    });
    bot.command("forget", async (ctx) => {
      await this.sessions.update(ctx.from?.id ?? 0, (session) => session.forgetConversation(ctx.match));
      await ctx.reply("forgotten");
    });
  }
}

/** Remembers what it was told to forget, and at first may not be able to. */
class ForgetfulAgent extends AgentByHand {
  readonly forgotten: string[] = [];
  readonly failures: Error[] = [];
  async forget(userId: number, conversationId: string): Promise<void> {
    const failure = this.failures.shift();
    if (failure) throw failure;
    this.forgotten.push(`${userId} ${conversationId}`);
  }
}

/** Alice has talked about twenty-one things, and about the last of them just now. */
async function setMemory() {
  const agent = new ForgetfulAgent();
  const backend = memoryBackend();
  const stage = await setStage({
    backend,
    plugins: [ClearPlugin],
    provide: (container) => void container.registerInstance<Agent>(Agent, agent),
  });
  const { alice } = stage;
  const conversation = (id: number) => ({ id: `c-${id}`, title: "", turns: 1, costUsd: 0, lastTurn: "" });
  await openSessions(backend).update(alice.id, (session) => {
    session.begin(`user_${alice.id}_01234567`);
    session.touch(Date.now());
    session.envelope.session.conversation = conversation(21);
    session.envelope.session.earlier = Array.from({ length: 20 }, (_, index) => conversation(20 - index));
  });
  const noted = async () => {
    const keys: string[] = [];
    for await (const [key] of backend.scan("forget:")) keys.push(key);
    return keys;
  };
  return Object.assign(stage, { agent, noted, hers: (id: number) => `${alice.id} c-${id}` });
}

test("what falls out of the list is forgotten by the agent, and so is what its user wants forgotten", async () => {
  await using stage = await setMemory();
  const { alice, agent, noted, hers } = stage;
  await alice.send("/clear");
  await see(alice).toSee("cleared");
  await vi.waitFor(() => expect(agent.forgotten).toEqual([hers(1)]));
  await alice.send("/forget c-7");
  await see(alice).toSee("forgotten");
  await vi.waitFor(() => expect(agent.forgotten).toEqual([hers(1), hers(7)]));
  await vi.waitFor(async () => expect(await noted()).toEqual([]));
});

test("what could not be forgotten is, at the next start", async () => {
  await using stage = await setMemory();
  const { alice, agent, log, noted, hers } = stage;
  agent.failures.push(new Error("the disk is away"));
  await alice.send("/clear");
  await see(alice).toSee("cleared");
  await vi.waitFor(() => expect(log.of("conversations not forgotten")).toHaveLength(1));
  await stage.restart();
  await vi.waitFor(() => expect(agent.forgotten).toEqual([hers(1)]));
  await vi.waitFor(async () => expect(await noted()).toEqual([]));
});

test("a note whose commit never came has nothing forgotten", async () => {
  await using stage = await setMemory();
  const { alice, agent, backend, hers } = stage;
  // As a bot leaves it that is killed between the two.
  await backend.compareAndSet(`forget:${alice.id}:c-5`, undefined, "c-5", { dropped: alice.id });
  await stage.restart();
  await alice.send("/clear");
  await see(alice).toSee("cleared");
  await vi.waitFor(() => expect(agent.forgotten).toEqual([hers(1)]));
});

test("with a session that the bot removes, all of its conversations are forgotten", async () => {
  await using stage = await setMemory();
  await stage.alice.send("/leave");
  await see(stage.alice).toSee("gone");
  await vi.waitFor(() => expect(stage.agent.forgotten).toHaveLength(21));
});

test("with a session that is removed beside the bot they are, at its next start", async () => {
  await using stage = await setMemory();
  const { alice, agent, backend, noted } = stage;
  for await (const _ of prune(backend, { before: Date.now() + 86_400_000 }));
  expect(await openSessions(backend).read(alice.id)).toBeUndefined();
  expect(await noted()).toHaveLength(21);
  await stage.restart();
  await vi.waitFor(() => expect(agent.forgotten).toHaveLength(21));
  await vi.waitFor(async () => expect(await noted()).toEqual([]));
});
