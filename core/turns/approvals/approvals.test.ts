import { describe, expect, test } from "vitest";
import { type ApprovalRequest, readAudit, StoreUnavailable } from "#core";
import { expect as see } from "#harness";
import { memoryBackend } from "#stores";
import { setTalk } from "../../testing/agent-by-hand.fixture.ts";

const request = (detail: string, key = detail): ApprovalRequest => ({
  id: "toolu_1",
  tool: "Bash",
  title: "Run a command",
  detail,
  key,
});

async function outcomes({ backend }: Awaited<ReturnType<typeof setTalk>>) {
  return (await readAudit(backend)).map(({ outcome }) => outcome);
}

describe("a tool that needs permission", () => {
  test("asks with what it wants to do, and goes on as its user says", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    await alice.send("go");
    const turn = await agent.next();
    const decision = turn.ask(request("rm -rf build"));
    const { message } = await see(alice).toSee("🔐 Bash needs your permission:\nRun a command\n\nrm -rf build");
    expect(message.entities).toContainEqual(expect.objectContaining({ type: "pre" }));
    await alice.press("Allow once");
    expect(await decision).toBe("once");
    await see(alice).toSee("rm -rf build\n\n✅ Allowed once.");
    const next = turn.ask(request("git push"));
    await alice.press("Deny");
    expect(await next).toBe("deny");
    await see(alice).toSee("git push\n\n🚫 Denied.");
    turn.answer("Done.");
    await see(alice).toSee("Done.");
  });

  test("is asked for once although the store could not say that it had noted it", async () => {
    const backend = memoryBackend();
    const write = backend.compareAndSet.bind(backend);
    let isLost = false;
    backend.compareAndSet = async (key, expected, next, marks) => {
      const written = await write(key, expected, next, marks);
      if (isLost || !key.startsWith("session:") || !next?.includes('"asks":[')) return written;
      isLost = true;
      throw new StoreUnavailable(backend.name, "did not answer");
    };
    // Longer than this test may take: an answer that is not heard would become a denial.
    await using stage = await setTalk({ backend, approvalTimeoutMs: 60_000 });
    const { alice, agent } = stage;
    await alice.send("go");
    const turn = await agent.next();
    const decision = turn.ask(request("rm -rf build"));
    await alice.press("Allow once");
    expect(await decision).toBe("once");
    expect(isLost).toBe(true);
    turn.answer("Done.");
    await see(alice).toSee("Done.");
  });

  test("says once what it wants to do, where that is the command itself", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    await alice.send("go");
    const turn = await agent.next();
    const asked = turn.ask({ ...request("git push --force && git status"), title: "git push --force…" });
    const { message } = await see(alice).toSee("🔐 Bash needs your permission:");
    expect(message.text).toBe("🔐 Bash needs your permission:\n\ngit push --force && git status");
    await alice.press("Deny");
    expect(await asked).toBe("deny");
    turn.answer("Done.");
    await see(alice).toSee("Done.");
  });

  test("asks no more in this session for what was allowed for it, but for anything else, and again after /clear", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    await alice.send("go");
    const turn = await agent.next();
    const first = turn.ask(request("npm test", "Bash npm"));
    await alice.press("Allow for this session");
    expect(await first).toBe("session");
    expect(await turn.ask(request("npm run build", "Bash npm"))).toBe("session");
    turn.answer("Done.");
    await see(alice).toSee("Done.");
    await alice.send("more");
    const later = await agent.next();
    expect(await later.ask(request("npm ci", "Bash npm"))).toBe("session");
    const other = later.ask(request("git push", "Bash git"));
    await alice.press("Deny");
    expect(await other).toBe("deny");
    later.answer("Done again.");
    await see(alice).toSee("Done again.");
    await alice.send("/clear");
    await see(alice).toSee("cleared");
    await alice.send("fresh");
    const fresh = await agent.next();
    const again = fresh.ask(request("npm ci", "Bash npm"));
    await alice.press("Deny");
    expect(await again).toBe("deny");
    fresh.answer("Done at last.");
    await see(alice).toSee("Done at last.");
  });

  test("is decided by nobody but who asked, and once", async () => {
    await using stage = await setTalk();
    const { alice, bob, agent, telegram } = stage;
    const group = telegram.group({ members: [alice, bob] });
    await alice.send("@holdfast_bot go", { in: group });
    const turn = await agent.next();
    const decision = turn.ask(request("rm -rf build"));
    await see(alice).toSeeButton("Allow once", { in: group });
    const refused = "Only who asked can decide this, once, and as long as it waits.";
    expect(await bob.press("Allow once", { in: group })).toBe(refused);
    const [pressed, again] = await Promise.all([
      alice.press("Deny", { in: group }),
      alice.press("Allow once", { in: group }),
    ]);
    expect([pressed, again]).toEqual([undefined, refused]);
    expect(await decision).toBe("deny");
    turn.answer("Done.");
    await see(alice).toSee("Done.", { in: group });
  });

  test("with much to judge by sends all of it as a file first", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    await alice.send("go");
    const turn = await agent.next();
    const whole = Array.from({ length: 900 }, (_, index) => `+ line ${index}`).join("\n");
    const decision = turn.ask(request(whole));
    const { message } = await see(alice).toSee("📄 The whole of what the next question is about.");
    expect(message.document?.file_name).toBe("request.diff");
    expect(alice.open(message).toString()).toBe(whole);
    await see(alice).toSee(/\+ line 0\n[\s\S]*… The whole of it is in the file above\./);
    await alice.press("Deny");
    expect(await decision).toBe("deny");
    turn.answer("Done.");
    await see(alice).toSee("Done.");
  });

  test("is denied with a notice when nobody answers in time", async () => {
    await using stage = await setTalk({ approvalTimeoutMs: 300 });
    const { alice, agent } = stage;
    await alice.send("go");
    const turn = await agent.next();
    expect(await turn.ask(request("rm -rf build"))).toBe("deny");
    await see(alice).toSee("⌛ Denied, because nobody answered within a minute.");
    turn.answer("Done.");
    await see(alice).toSee("Done.");
    expect(await outcomes(stage)).toEqual(["asked", "expired"]);
  });

  test("that is no longer needed says so", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    await alice.send("go");
    const turn = await agent.next();
    const decision = turn.ask(request("rm -rf build"));
    await see(alice).toSeeButton("Deny");
    await alice.send("/clear");
    expect(await decision).toBe("deny");
    await see(alice).toSee("⏹️ No longer needed.");
    expect(await outcomes(stage)).toEqual(["asked", "withdrawn"]);
  });
});

describe("the audit log", () => {
  test("says who was asked for what, when, and what was said", async () => {
    await using stage = await setTalk();
    const { alice, agent, backend } = stage;
    await alice.send("go");
    const turn = await agent.next();
    const first = turn.ask(request("npm test", "Bash npm"));
    await alice.press("Allow for this session");
    await first;
    await turn.ask(request("npm run build", "Bash npm"));
    turn.answer("Done.");
    await see(alice).toSee("Done.");
    const entries = await readAudit(backend);
    expect(entries.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ["asked", "npm test"],
      ["allowed for the session", undefined],
      ["allowed earlier", "npm run build"],
    ]);
    for (const entry of entries) {
      expect(entry).toMatchObject({ userId: alice.id, chatId: alice.id, tool: "Bash", title: "Run a command" });
      expect(entry.sessionId).toMatch(/^user_/);
      expect(Date.parse(entry.at)).toBeGreaterThan(0);
    }
  });
});

describe("after a restart of the bot", () => {
  test("the buttons lead to Retry and Discard, and what was allowed for the session stays allowed", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    await alice.send("go");
    const turn = await agent.next();
    void turn.ask(request("npm test", "Bash npm"));
    await see(alice).toSeeButton("Allow for this session");
    await stage.restart();
    await see(alice).toSee("I was interrupted while working on this:\n\n“go”", { within: 5_000 });
    await alice.press("Allow for this session");
    await see(alice).toSee(
      "✅ Allowed for this session.\n⚠️ But the request was interrupted meanwhile. Shall I try again?",
    );
    await alice.press("🔁 Retry");
    const retried = await agent.next();
    expect(retried.prompt).toBe("go");
    expect(await retried.ask(request("npm test", "Bash npm"))).toBe("session");
    retried.answer("Done.");
    await see(alice).toSee("Done.");
  });
});
