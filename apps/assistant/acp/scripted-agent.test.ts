import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect as assert, describe, test } from "vitest";
import { expect } from "#harness";
import { scripted } from "../../../plugins/acp/acp-stage.fixture.ts";
import { readConfig } from "../config.ts";
import { setStage } from "../testing/assistant-stage.ts";

const SOON = { within: 20_000 };

/** The assistant as an operator starts it, with the scripted agent. */
async function setAcp(traits: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const stage = await setStage({});
  const workspaces = join(stage.directory, "workspaces");
  const agent = { AGENT: `acp:${scripted(...traits).join(" ")}`, WORKSPACE: workspaces };
  return Object.assign(stage, { workspaces, life: stage.bot({ ...agent, ALLOW_ALL_USERS: "true", ...env }) });
}

describe("AGENT=acp:", () => {
  test("takes a program with its arguments, and keeps homes beside the store", () => {
    const command = `acp:${process.execPath} "my agent.js" --acp`;
    const { agent, acp, workspaces } = readConfig({
      AGENT: command,
      SESSION_STORE: "sqlite:/data/bot.sqlite",
      ACP_ENVIRONMENT: "GEMINI_API_KEY",
    });
    assert(agent).toEqual({ kind: "acp", command: [process.execPath, "my agent.js", "--acp"] });
    assert(acp).toMatchObject({ directory: "/data/acp", passed: ["GEMINI_API_KEY"] });
    assert(workspaces.perUser).toBe(true);
  });

  test.each([
    ["gemini", "AGENT is neither echo, claude nor acp:COMMAND"],
    ["acp:", "AGENT names no program behind acp:"],
    ["acp:/no/such/agent", "AGENT names the program /no/such/agent, which is not there"],
  ])("says what is wrong with %s", (AGENT, message) => {
    assert(() => readConfig({ AGENT })).toThrow(message);
  });

  test("never passes the bot's own secrets on, not even by request", () => {
    assert(() => readConfig({ ACP_ENVIRONMENT: "TELEGRAM_TOKEN" })).toThrow("which an agent can't get");
  });
});

describe("the assistant with an agent of the Agent Client Protocol", () => {
  test("answers for each user from a home and a workspace of their own, and goes on after kill -9", async () => {
    await using stage = await setAcp();
    const { alice, life, directory, workspaces } = stage;
    await life.start();
    assert(life.output).toContain("agent introduced itself");
    await alice.send("say Hello.");
    await expect(alice).toSee(/^Hello\.$/, SOON);
    for (const place of [workspaces, join(directory, "sessions/acp")])
      assert(existsSync(join(place, String(alice.id)))).toBe(true);
    await life.kill();
    await life.start();
    await alice.send("history");
    await expect(alice).toSee(/^Before: say Hello\.$/, SOON);
  }, 60_000);

  test("says with each answer that its agent can't go on with a conversation", async () => {
    await using stage = await setAcp(["no-load"]);
    const { alice, life } = stage;
    await life.start();
    assert(life.output).toContain("agent can't go on with a conversation");
    await alice.send("say Hello.");
    await expect(alice).toSee(/^Hello\.$/, SOON);
    await alice.send("history");
    await expect(alice).toSee(
      /^⚠️ This agent can't go on with a conversation, so it does not know what was said before\.\s+Before: nothing$/,
      SOON,
    );
  }, 60_000);

  test("an agent that does not begin is told, in the log and with Retry", async () => {
    await using stage = await setAcp(["crash"]);
    const { alice, life } = stage;
    await life.start();
    assert(life.output).toContain("no such model");
    await alice.send("hello");
    await expect(alice).toSee("⚠️ The agent stopped unexpectedly.", SOON);
    await expect(alice).toSeeButton("🔁 Retry");
  }, 60_000);

  test("does not start with an agent of another version of the protocol", async () => {
    await using stage = await setAcp(["old"]);
    await assert(stage.life.start()).rejects.toThrow();
    assert(stage.life.output).toContain("The agent speaks version 0 of the Agent Client Protocol, not 1.");
  });

  test("refuses to start open to everyone, unless that is meant", async () => {
    await using stage = await setAcp([], { ALLOW_ALL_USERS: "false" });
    await assert(stage.life.start()).rejects.toThrow();
    assert(stage.life.output).toContain('The agent "acp" can run code, and everyone is allowed to use this bot.');
  });

  test("its key reaches the agent, and no log", async () => {
    const key = "gm-1234567890";
    await using stage = await setAcp([], {
      ACP_ENVIRONMENT: "GEMINI_API_KEY",
      GEMINI_API_KEY: key,
      LOG_LEVEL: "debug",
    });
    const { alice, life } = stage;
    await life.start();
    await alice.send("do echo $GEMINI_API_KEY");
    await expect(alice).toSee(key, SOON);
    await alice.send(`fail the key ${key} is wrong`);
    await expect(alice).toSee("⚠️ The agent failed: the key", SOON);
    assert(life.output).toContain("turn failed");
    assert(life.output).not.toContain(key);
  }, 60_000);
});
