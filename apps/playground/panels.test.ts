import { join } from "node:path";
import { expect, test } from "vitest";
import { describeInBrowser, openPage, person } from "./testing/browser.ts";
import { echoPlayground } from "./testing/echo-playground.ts";
import { minded } from "./testing/minded.ts";

/** The page with a bot that echoes, running. */
async function stage(options: Parameters<typeof openPage>[1] = {}) {
  const playground = await echoPlayground();
  const browser = await openPage(playground.url, options);
  const { page, complaints } = browser;
  const { telegram, account, bot } = playground;
  return {
    telegram,
    account,
    bot,
    page,
    complaints,
    alice: person(page, "Alice"),
    bob: person(page, "Bob"),
    /** Opens a panel by its button. @returns it. */
    async panel(label: string, title: string) {
      await page.getByRole("navigation", { name: "Behind the scenes" }).getByRole("button", { name: label }).click();
      return page.getByRole("region", { name: title, exact: true });
    },
    async shot(name: string) {
      if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) });
    },
    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]();
      await playground[Symbol.asyncDispose]();
    },
  };
}

describeInBrowser("beside the chats", () => {
  test("one sees at a glance that the bot is up, what it wrote, what it called and what waits", async () => {
    await using run = await stage();
    const { alice, page } = run;
    await alice.say("hello");
    await alice.sees("You said: hello");
    const bot = await run.panel("Bot", "The bot at a glance");
    await bot.getByText(/^running since \d\d:\d\d:\d\d$/).waitFor();
    await bot.getByText(String(run.bot.pid)).waitFor();
    await bot.getByText("started", { exact: true }).waitFor();
    await bot.getByText("sendMessage").first().waitFor();
    await bot.getByText(/^\d+ MB, \d+ at most$/).waitFor();
    await run.shot("bot");

    await page.getByRole("button", { name: "Kill -9" }).click();
    await bot.getByText("stopped", { exact: true }).waitFor();
    await alice.say("still there?");
    await bot.getByText("1 update").waitFor();
    await bot.getByRole("button", { name: "All of it: waiting" }).click();
    await page.getByRole("region", { name: "Updates that wait" }).getByText("Alice: still there?").waitFor();
    await page
      .getByRole("group", { name: "The bot's process" })
      .getByRole("button", { name: "Start", exact: true })
      .click();
    await alice.sees("You said: still there?");
    expect(run.complaints).toEqual([]);
  });

  test("calls are found by method, chat, outcome and text, and shown whole when opened", async () => {
    await using run = await stage();
    const { alice, bob, page } = run;
    await alice.say("apples");
    await alice.sees("You said: apples");
    await bob.say("pears");
    await bob.sees("You said: pears");
    await bob.say("/unknown");
    const calls = await run.panel("Calls", "Calls of the Bot API");
    const entries = calls.getByRole("region", { name: "The latest calls, newest first" }).getByRole("group");
    await entries
      .filter({ hasText: "sendHologram" })
      .getByText(/method not found/)
      .first()
      .waitFor();
    expect(await entries.first().textContent()).toContain("sendHologram");

    await calls.getByLabel("Outcome").selectOption("refused");
    await expect.poll(() => entries.count()).toBe(1);
    await calls.getByLabel("Outcome").selectOption("any");
    await calls.getByLabel("Method").fill("sendmess");
    await expect.poll(() => entries.count()).toBe(2);
    await calls.getByLabel("Chat").selectOption("Alice");
    await expect.poll(() => entries.count()).toBe(1);
    await entries.first().getByText("sendMessage").click();
    await entries.first().getByText('"You said: apples"').first().waitFor();
    await run.shot("calls");
    await calls.getByLabel("Text").fill("pears");
    await calls.getByText("No such call.").waitFor();
    await page.keyboard.press("Escape");
    await calls.waitFor({ state: "hidden" });
    // The browser says nothing of its own about any of this.
    expect(run.complaints).toEqual([]);
  });

  test("updates that wait are shown while the bot is stopped, and go when it is back", async () => {
    await using run = await stage();
    const { alice, bob, page } = run;
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("status").filter({ hasText: "@echo_bot" }).getByText("stopped").waitFor();
    await alice.say("one");
    await bob.say("two");
    const waiting = await run.panel("Waiting", "Updates that wait");
    const entries = waiting.getByRole("group");
    await expect.poll(() => entries.count()).toBe(2);
    expect(await entries.allTextContents()).toEqual([
      // A poll outlives the bot that made it, and takes what comes next to nobody.
      expect.stringContaining("message Alice: one fetched, not acknowledged"),
      expect.stringContaining("message Bob: two not fetched"),
    ]);
    await page.getByRole("button", { name: "Waiting 2" }).waitFor();
    await entries.first().getByText("Alice: one").click();
    await entries.first().getByText('"update_id"').waitFor();
    await run.shot("waiting");
    await page
      .getByRole("group", { name: "The bot's process" })
      .getByRole("button", { name: "Start", exact: true })
      .click();
    await waiting.getByText("Nothing waits.").waitFor();
    await bob.sees("You said: two");
    expect(run.complaints).toEqual([]);
  });

  test("a fault is added, meets its calls, and is over", async () => {
    await using run = await stage();
    const { alice } = run;
    const faults = await run.panel("Faults", "Faults");
    await faults.getByText("No fault yet").waitFor();
    await faults.getByLabel("What happens").selectOption("refused: 403 Forbidden: bot was blocked by the user");
    await faults.getByRole("combobox", { name: "Chat", exact: true }).selectOption("Alice");
    await faults.getByLabel("How many").fill("2");
    await faults.getByLabel("How many").press("Enter");
    await faults.getByText("met 0 calls, 2 to come").waitFor();
    // The second one is of sendMessage, too: typing is another method.
    await alice.say("anybody?");
    await faults.getByText("met 1 call, 1 to come").waitFor();
    expect(await alice.chat.getByText("You said: anybody?").count()).toBe(0);
    await run.shot("faults");
    await faults.getByRole("button", { name: /^Lift sendMessage in/ }).click();
    await faults.getByText("met 1 call, over").waitFor();
    await alice.say("and now?");
    await alice.sees("You said: and now?");
    expect(run.complaints).toEqual([]);
  });

  test("a fault that cannot happen is refused in words", async () => {
    await using run = await stage();
    const faults = await run.panel("Faults", "Faults");
    await faults.getByLabel("What happens").selectOption("an answer that is not JSON");
    await faults.getByLabel("Method").fill("webhook");
    await faults.getByRole("button", { name: "Add fault" }).click();
    await faults.getByText("Telegram sends no webhook malformed updates.").waitFor();
    // The browser says of itself that the last answer was a 400.
    expect(run.complaints.filter((one) => !one.includes("400"))).toEqual([]);
  });

  test("the server's clock is moved forward, and what waits is gone after its day", async () => {
    await using run = await stage();
    const { page, alice } = run;
    await page.getByRole("button", { name: "Kill -9" }).click();
    await alice.say("for nobody");
    await page.getByRole("button", { name: "Waiting 1" }).waitFor();
    const clock = await run.panel("Clock", "The server's clock");
    await clock.getByText("As on this machine.").waitFor();
    await clock.getByRole("button", { name: "+ 1 day" }).click();
    await clock.getByText("1 day ahead.").waitFor();
    await page.getByRole("button", { name: "Waiting", exact: true }).waitFor();
    await clock.getByLabel("By").fill("90");
    await clock.getByLabel("Unit").selectOption("min");
    await clock.getByRole("button", { name: "Advance" }).click();
    await clock.getByText("1 day 1 h 30 min ahead.").waitFor();
    expect(Math.round(run.telegram.clock.aheadMs / 60_000)).toBe(24 * 60 + 90);
    await run.shot("clock");
    expect(run.complaints).toEqual([]);
  });

  test("at a phone's width every panel is a sheet within reach, nothing too wide, light and dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await using run = await stage({ viewport: { width: 390, height: 780 }, colorScheme });
      const { page } = run;
      run.telegram.faults.add({ method: "getFile", answer: "hang" });
      for (const [label, title] of [
        ["Bot", "The bot at a glance"],
        ["Log", "What the bot writes"],
        ["Calls", "Calls of the Bot API"],
        ["Waiting", "Updates that wait"],
        ["Faults", "Faults"],
        ["Clock", "The server's clock"],
        ["Record", "Recorder"],
      ] as const) {
        const panel = await run.panel(label, title);
        await panel.getByRole("heading", { name: title }).waitFor();
        expect(await page.evaluate("document.documentElement.scrollWidth"), label).toBe(390);
        expect(await minded(page), label).toEqual([]);
        await run.shot(`phone-${colorScheme}-${label}`);
        await panel.getByRole("button", { name: "Close" }).press("Enter");
      }
      expect(run.complaints).toEqual([]);
    }
  });
});
