import { expect, test } from "vitest";
import { startAnthropic } from "#harness";
import { describeWithClaude } from "../../harness/anthropic/claude.fixture.ts";
import { describeInBrowser, openPage, person } from "./testing/browser.ts";
import { playing } from "./testing/play-process.ts";

describeWithClaude("Claude Code in the playground", () => {
  describeInBrowser("on its page", () => {
    test("answers as for real, with its tools, and asks before what is more than looking", async () => {
      await using anthropic = await startAnthropic();
      await using run = await playing({ AGENT: "claude", CLAUDE_CODE_MAX_RETRIES: "0", ...anthropic.env });
      await using browser = await openPage(run.url);
      const alice = person(browser.page, "Alice");
      anthropic.when("Make a file").use("Bash", { command: "touch made.txt && ls" }).say("It is there.");
      await alice.say("Make a file");
      await alice.press("Allow once");
      await alice.sees("It is there.");
      const results = JSON.stringify(anthropic.requests.at(-1)?.body.messages.at(-1));
      expect(results).toContain("made.txt");
      expect(browser.complaints).toEqual([]);
    }, 90_000);
  });
});
