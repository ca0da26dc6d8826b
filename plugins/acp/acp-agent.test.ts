import { existsSync } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Attachment } from "#core";
import { scripted, setAcp } from "./acp-stage.fixture.ts";

describe("an agent that speaks the Agent Client Protocol", () => {
  test("answers, and shows how its answer grows", async () => {
    await using acp = await setAcp();
    const grown: string[] = [];
    const { answer } = await acp.run("say Good\nsay  morning.", { progress: (text) => void grown.push(text) });
    expect(answer.text).toBe("Good morning.");
    expect(grown).toEqual(["Good", "Good morning."]);
    expect(await acp.processes()).toEqual([]);
  });

  test("shows the tools at work; what is said after one is a paragraph of its own", async () => {
    await using acp = await setAcp();
    const { answer, steps } = await acp.run("say Let me see.\nuse ls -l\nsay Seen.");
    expect(steps).toEqual(["Run ls -l running", "Run ls -l done"]);
    expect(answer.text).toBe("Let me see.\n\nSeen.");
  });

  test.each([[["no-load", "resumes"]], [["resumes"]], [[]]])(
    "goes on with a conversation, being %s",
    async (traits) => {
      await using acp = await setAcp({ traits });
      await acp.run("say First.");
      const { answer, began } = await acp.run("history", { conversation: acp.conversation() });
      expect(answer.text).toBe("Before: say First.");
      expect(began).toHaveLength(1);
    },
  );

  test("tried again in a conversation that it goes on with is told so", async () => {
    await using acp = await setAcp();
    await acp.run("say Once.");
    await acp.run("say Once.", { conversation: acp.conversation(0), isRetry: true });
    const { answer } = await acp.run("history", { conversation: acp.conversation() });
    expect(answer.text).toMatch(/^Before: say Once\. \| say Once\.\n\n\(You may have heard this before/);
  });

  test("does not take what it tells of earlier turns for its answer", async () => {
    await using acp = await setAcp();
    await acp.run("say First.");
    const grown: string[] = [];
    const progress = (text: string) => void grown.push(text);
    const { answer } = await acp.run("say Second.", { conversation: acp.conversation(), progress });
    expect(answer.text).toBe("Second.");
    expect(grown).toEqual(["Second."]);
  });

  test("begins anew when it says that a conversation is not there, and that is told", async () => {
    await using acp = await setAcp();
    const { answer, began } = await acp.run("history", { conversation: { id: "gone", turns: 3, costUsd: 0 } });
    expect(answer.text).toBe("Before: nothing");
    expect(acp.lost).toEqual(began);
  });

  test("that has answered nothing in a conversation that is gone begins one without a word", async () => {
    await using acp = await setAcp();
    const { began } = await acp.run("say Hi.", { conversation: { id: "gone", turns: 0, costUsd: 0 } });
    expect(began).toHaveLength(1);
    expect(acp.lost).toEqual([]);
  });

  test("does not forget a conversation for any other failure", async () => {
    await using acp = await setAcp({ traits: ["vague"] });
    await expect(acp.run("say Hi.", { conversation: { id: "gone", turns: 3, costUsd: 0 } })).rejects.toThrow(
      "The agent failed: Internal error",
    );
    expect(acp.began).toEqual([]);
  });

  test("that can't go on with conversations says so in the log at the start, and to the user where it matters", async () => {
    await using acp = await setAcp({ traits: ["no-load"] });
    expect(acp.logged).toContainEqual({
      level: "warn",
      event: "agent can't go on with a conversation",
      fields: expect.objectContaining({ advice: "each message stands alone, and users are told so" }),
    });
    const first = await acp.run("say One.");
    expect(first.answer.text).toBe("One.");
    const second = await acp.run("history", { conversation: acp.conversation() });
    expect(second.answer.text).toBe(
      "⚠️ This agent can't go on with a conversation, so it does not know what was said before.\n\nBefore: nothing",
    );
    expect(acp.lost).toEqual([]);
  });

  test.each([
    ["once", "yes"],
    ["session", "yes"],
    ["deny", "no"],
  ] as const)("hears what was decided: %s", async (decision, heard) => {
    await using acp = await setAcp();
    const { answer, asked } = await acp.run("ask rm -rf build", { decision });
    expect(asked).toMatchObject([{ tool: "Run", title: "rm -rf build", detail: "rm -rf build" }]);
    expect(answer.text).toBe(`I heard ${heard}.`);
  });

  test("asks under the same name again only for the same, and for changes of the same file", async () => {
    await using acp = await setAcp();
    const { asked } = await acp.run("ask ls\nask ls\nask ls -a\nedit a.txt\nedit a.txt\nedit b.txt");
    const keys = asked.map(({ key }) => key);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[4]).toBe(keys[3]);
    expect(new Set(keys).size).toBe(4);
    expect(asked[3]).toMatchObject({ tool: "Edit", title: "Edit a.txt", detail: "a.txt\n-one\n+two" });
  });

  test("sees pictures, and finds other files in the workspace", async () => {
    await using acp = await setAcp();
    const { answer } = await acp.run("blocks Look.\nhistory", { attachments: [picture, notes] });
    expect(await readFile(join(acp.workspace, "received/notes.txt"), "utf8")).toBe("milk");
    expect(answer.text).toBe("Look.Before: nothing");
    const { answer: next } = await acp.run("history", { conversation: acp.conversation() });
    expect(next.text).toBe(
      "Before: <image>\nblocks Look.\nhistory\n\n(Sent along, and kept in the workspace: received/notes.txt)\n<resource_link>",
    );
  });

  test("that does not see pictures finds them in the workspace", async () => {
    await using acp = await setAcp({ traits: ["blind"] });
    await acp.run("say Yes.", { attachments: [picture] });
    expect((await stat(join(acp.workspace, "received/cat.png"))).size).toBe(3);
  });

  test("says what the turn took, not what the conversation has, and when that is nearly full", async () => {
    await using acp = await setAcp();
    const first = await acp.run("costs 0.25\nsay One.");
    expect(first.answer).toMatchObject({ usage: { costUsd: 0.25 }, contextNearlyFull: true });
    const second = await acp.run("costs 0.75\nsay Two.", { conversation: acp.conversation(1, 0.25) });
    expect(second.answer.usage?.costUsd).toBeCloseTo(0.5);
  });

  test("is stopped when the money is used up", async () => {
    await using acp = await setAcp();
    await expect(acp.run("costs 0.25\nhold", { budgetUsd: 0.2 })).rejects.toMatchObject({
      message: "The money for today is used up. There is more after midnight, UTC.",
      usage: { costUsd: 0.25 },
    });
  });

  test.each([
    ["max_tokens", "The answer became too long and was cut off there. Say “go on” to continue."],
    ["max_turn_requests", "I took as many steps as I may in one go and stopped there. Say “go on” to continue."],
    ["refusal", "The agent refused to go on with this."],
  ])("that ends with %s says why, and loses nothing of what it has said", async (reason, sentence) => {
    await using acp = await setAcp();
    await expect(acp.run(`stop ${reason}`)).rejects.toThrow(sentence);
    const { answer } = await acp.run(`say So far.\nstop ${reason}`);
    expect(answer.text).toBe(`So far.\n\n⚠️ ${sentence}`);
  });

  test("that fails says why in a sentence", async () => {
    await using acp = await setAcp();
    await expect(acp.run("fail The model is\n overloaded.")).rejects.toMatchObject({
      message: "The agent failed: The model is",
      isPassing: true,
    });
  });

  test.each(["hold", "deaf"])(
    "is stopped at once, leaves no process, and the conversation goes on: %s",
    async (how) => {
      await using acp = await setAcp();
      const stop = new AbortController();
      const running = acp.run(`say Once\n${how}`, { signal: stop.signal, progress: () => stop.abort() });
      await expect(running).rejects.toThrow("Stopped.");
      expect(await acp.processes()).toEqual([]);
      const { answer } = await acp.run("history", { conversation: acp.conversation(0) });
      expect(answer.text).toBe(`Before: say Once\n${how}`);
    },
    20_000,
  );

  test("is not asked anything when it is stopped before", async () => {
    await using acp = await setAcp();
    const stop = new AbortController();
    stop.abort();
    await expect(acp.run("say Hi.", { signal: stop.signal })).rejects.toThrow();
    expect(await acp.processes()).toEqual([]);
  });

  test.each([true, false])("leaves no process when it has answered, sandboxed: %s", async (sandboxed) => {
    await using acp = await setAcp({ sandboxed });
    const { answer } = await acp.run("start sleep 600\nsay Started.");
    expect(answer.text).toBe("Started.");
    expect(await acp.processes()).toEqual([]);
  });

  test("that ends in the midst of a turn is told, and what it wrote is kept for the log", async () => {
    await using acp = await setAcp();
    await expect(acp.run("say Well\ncrash")).rejects.toMatchObject({
      message: "The agent stopped unexpectedly.",
      isPassing: true,
    });
    expect(await acp.processes()).toEqual([]);
  });

  test("finds nothing of the bot's own in its environment, and its home is its user's", async () => {
    const environment = {
      PATH: process.env.PATH,
      TELEGRAM_TOKEN: "1:secret",
      ANTHROPIC_API_KEY: "secret",
      MINE: "yes",
      LANG: "C.UTF-8",
    };
    await using acp = await setAcp({ environment, passed: ["MINE"] });
    const { answer } = await acp.run("environment");
    expect(answer.text.split(" ").filter((name) => name !== "PWD")).toEqual([
      "HOLDFAST_TURN",
      "HOME",
      "LANG",
      "MINE",
      "PATH",
    ]);
  });

  test("sees of the machine only its workspace and its home, in a sandbox", async () => {
    await using acp = await setAcp({ sandboxed: true });
    await writeFile(join(acp.workspace, "mine"), "mine");
    for (const place of [join(acp.workspace, ".."), acp.homeOf(8)]) {
      await mkdir(place, { recursive: true });
      await writeFile(join(place, "other"), "canary");
    }
    const { answer } = await acp.run(`do cat mine ../other ${acp.homeOf(8)}/other; touch ../made ~/made`);
    expect(answer.text).toMatch(/^mine/);
    expect(answer.text).not.toContain("canary");
    expect(existsSync(join(acp.workspace, "../made"))).toBe(false);
    expect(existsSync(join(acp.homeOf(7), "made"))).toBe(true);
  });

  test("works in its careful mode, or in the one that is chosen", async () => {
    await using acp = await setAcp({ traits: ["bold"] });
    await acp.run("say Hi.");
    expect(await inHome(acp, "modes")).toBe("default\n");
    const bold = await acp.again({ mode: "yolo" });
    await bold.run("say Hi.");
    expect(await inHome(acp, "modes")).toBe("default\n");
    const wrong = await acp.again({ mode: "reckless" });
    await expect(wrong.run("say Hi.")).rejects.toThrow("This bot wants a mode of its agent that it does not have.");
    expect(acp.logged.at(-1)).toEqual({
      level: "error",
      event: "agent has no such mode",
      fields: { mode: "reckless", modes: ["yolo", "default"] },
    });
  });

  test("that wants to be logged in says so, and is logged in by the way that is chosen", async () => {
    await using acp = await setAcp({ traits: ["locked"] });
    await expect(acp.run("say Hi.")).rejects.toThrow(
      "The agent wants to be logged in. Only the operator of this bot can mend that.",
    );
    const opened = await acp.again({ authMethod: "key" });
    expect((await opened.run("say Hi.")).answer.text).toBe("Hi.");
    expect(await inHome(acp, "login")).toBe("key");
  });

  test("shortens the conversation, if it has a command for that", async () => {
    await using acp = await setAcp({ traits: ["compacts"] });
    await acp.run("say Hi.");
    await acp.compact(acp.conversation(), "keep the names");
    const { answer } = await acp.run("history", { conversation: acp.conversation() });
    expect(answer.text).toBe("Before: say Hi. | /compact keep the names");
  });

  test("says so if it has none, and when it could not", async () => {
    await using acp = await setAcp();
    await acp.run("say Hi.");
    await expect(acp.compact(acp.conversation())).rejects.toThrow("This agent can't shorten our conversation.");
    const clumsy = await acp.again({ command: scripted("compacts", "clumsy") });
    await expect(clumsy.compact(acp.conversation())).rejects.toThrow("The agent could not shorten our conversation.");
    await expect(clumsy.compact(undefined)).rejects.toThrow("There is too little to compact yet.");
  });

  test("removes a conversation that is forgotten", async () => {
    await using acp = await setAcp();
    await acp.run("say Hi.");
    const [id = ""] = acp.began;
    expect(await inHome(acp, `talks/${id}.json`)).toContain("say Hi.");
    for (const _ of ["once", "and again"]) await acp.agent.forget(7, id);
    await expect(inHome(acp, `talks/${id}.json`)).rejects.toThrow("ENOENT");
  });

  test("may say what nobody here knows", async () => {
    await using acp = await setAcp({ traits: ["chatter"] });
    expect((await acp.run("news\nsay Hi.")).answer.text).toBe("Hi.");
  });
});

describe("what is no such agent", () => {
  test.each([
    ["crash", "The agent stopped unexpectedly.", "no such model", undefined],
    ["hang", "The agent was not ready within 1 s.", "", 1_000],
    ["garbage", "The agent was not ready within 3 s.", "It wrote: Welcome to the agent!", 3_000],
  ])("is said in the log at the start, and to the user: %s", async (trait, sentence, details, beginsWithinMs) => {
    await using acp = await setAcp({ traits: [trait], beginsWithinMs });
    const { event, fields = {} } = acp.logged.at(-1)!;
    expect(event).toBe("agent did not introduce itself");
    expect(fields.error).toMatchObject({ message: sentence });
    expect(String((fields.error as Error).cause)).toContain(details);
    await expect(acp.run("say Hi.")).rejects.toMatchObject({ message: sentence, isPassing: true });
    expect(await acp.processes()).toEqual([]);
  });

  test("is refused if it speaks another version of the protocol", async () => {
    await expect(setAcp({ traits: ["old"] })).rejects.toThrow(
      "The agent speaks version 0 of the Agent Client Protocol, not 1.",
    );
  });

  test("is refused if there is no place for its homes", async () => {
    await expect(setAcp({ directory: "/dev/null/homes" })).rejects.toThrow(
      "The agent is to keep its conversations in /dev/null/homes, which can't be made.",
    );
  });

  test("is told if its program is gone", async () => {
    await using acp = await setAcp({ command: ["/nowhere/agent"] });
    const { fields = {} } = acp.logged.at(-1)!;
    expect(String((fields.error as Error).cause)).toContain("ENOENT");
    await expect(acp.run("say Hi.")).rejects.toThrow("The agent stopped unexpectedly.");
  });
});

const inHome = ({ homeOf }: { homeOf(userId: number): string }, name: string) =>
  readFile(join(homeOf(7), name), "utf8");

const picture: Attachment = { name: "cat.png", mime: "image/png", bytes: new Uint8Array([1, 2, 3]) };
const notes: Attachment = { name: "notes.txt", mime: "text/plain", bytes: Buffer.from("milk") };
