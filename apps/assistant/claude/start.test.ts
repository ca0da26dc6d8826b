import { readFile } from "node:fs/promises";
import { expect as assert, test, vi } from "vitest";
import { expect } from "#harness";
import { describeWithClaude } from "../../../harness/anthropic/claude.fixture.ts";
import { SOON, setClaudeAssistant } from "./claude-assistant.fixture.ts";

vi.setConfig({ testTimeout: 120_000 });

describeWithClaude("the assistant with Claude Code", () => {
  test.each([
    [
      "open to everyone, unless that is meant",
      { ALLOWED_USER_IDS: "" },
      'The agent "claude" can run code, and everyone is allowed to use this bot.',
    ],
    [
      "without bubblewrap, where it is insisted on",
      { CLAUDE_SANDBOX: "true", PATH: "/nowhere" },
      "The agent is to run in a sandbox, and bubblewrap (bwrap) is not installed, or may not be used here.",
    ],
  ])("does not start %s", async (_, env, sentence) => {
    await using stage = await setClaudeAssistant({ env, started: false });
    const { bot } = stage;
    await assert(bot.start()).rejects.toThrow("ended with");
    assert(bot.exitCode).toBe(1);
    assert(bot.output.trim().split("\n")).toEqual([assert.stringContaining(sentence)]);
  });

  test("without bubblewrap says at the start that users share the machine", async () => {
    await using stage = await setClaudeAssistant({ env: { PATH: "/nowhere" } });
    assert(stage.bot.output).toContain("agents see this whole machine");
  });

  test("lets its key into no log, nor the bot's token into the agent", async () => {
    await using stage = await setClaudeAssistant({ env: { LOG_LEVEL: "debug", CLAUDE_CODE_MAX_RETRIES: "0" } });
    const { alice, anthropic, account, bot } = stage;
    const hold = anthropic.hold();
    anthropic.when("go").hold(hold).fail(401, { times: 9 });
    await alice.send("go");
    await hold.held;
    const agents = await stage.agents();
    assert(agents).not.toEqual([]);
    for (const { pid } of agents) {
      assert(await readFile(`/proc/${pid}/environ`, "utf8")).not.toContain(account.token);
    }
    hold.release();
    await expect(alice).toSee("My access to Claude was refused. Only the operator of this bot can mend that.", SOON);
    assert(bot.output).toContain("turn failed");
    assert(bot.output).not.toContain(anthropic.apiKey);
  });
});
