import { expect, test } from "vitest";
import { AgentFailed, type Backend, openSessions, StoreUnavailable } from "#core";
import { expect as see } from "#harness";
import { memoryBackend } from "#stores";
import { setTalk } from "../testing/agent-by-hand.fixture.ts";

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

test("a turn whose commit was carried out, with its answer lost, is run all the same, and once", async () => {
  await using stage = await setTalk({ backend: losingAnswerTo((next) => next.includes('"state":"queued"')) });
  await stage.alice.send("hello");
  (await stage.agent.next()).answer("done hello");
  await see(stage.alice).toSee("done hello", { within: 5_000 });
  await see(stage.alice).toSeeNothing();
  expect(stage.agent.prompts).toEqual(["hello"]);
});

test("a /clear whose commit was carried out, with its answer lost, stops what runs all the same", async () => {
  await using stage = await setTalk({ backend: losingAnswerTo((next) => next.includes('"claudeSessionId":null')) });
  await stage.alice.send("wait");
  const stopped = await stage.agent.next();
  await stage.alice.send("/clear");
  await see(stage.alice).toSee("cleared", { within: 5_000 });
  await stage.alice.send("hello");
  (await stage.agent.next()).answer("done hello");
  await see(stage.alice).toSee("done hello", { within: 5_000 });
  expect(stopped.signal.aborted).toBe(true);
});

test("what a turn took that came to nothing is counted once, also when the answer to its commit is lost", async () => {
  const backend = losingAnswerTo((next) => next.includes('"costUsd":0.25'));
  await using stage = await setTalk({ backend });
  await stage.alice.send("hello");
  const usage = { turns: 1, ms: 0, inputTokens: 10, outputTokens: 1, costUsd: 0.25 };
  (await stage.agent.next()).fail(new AgentFailed("No luck.", { usage }));
  await see(stage.alice).toSee("No luck.", { within: 5_000 });
  expect((await openSessions(backend).read(stage.alice.id))?.usage).toEqual({ ...usage, requests: 0 });
});
