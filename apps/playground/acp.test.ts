import { expect, test } from "vitest";
import { scripted } from "../../plugins/acp/acp-stage.fixture.ts";
import { describeInBrowser, openPage, person } from "./testing/browser.ts";
import { playing } from "./testing/play-process.ts";

describeInBrowser("an agent of the Agent Client Protocol in the playground", () => {
  test("answers as for real, and asks", async () => {
    await using run = await playing({ AGENT: `acp:${scripted().join(" ")}` });
    await using browser = await openPage(run.url);
    const alice = person(browser.page, "Alice");
    await alice.say("ask git push");
    await alice.press("Allow once");
    await alice.sees("I heard yes.");
    expect(browser.complaints).toEqual([]);
  }, 60_000);
});
