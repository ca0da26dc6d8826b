import { expect, test } from "vitest";
import { describeInBrowser, openPage, person } from "./testing/browser.ts";
import { playing } from "./testing/play-process.ts";

describeInBrowser("the assistant in the playground", () => {
  test("two people talk, each in their own chat", async () => {
    await using run = await playing();
    await using browser = await openPage(run.url);
    const { page } = browser;
    const [alice, bob] = [person(page, "Alice"), person(page, "Bob")];

    await alice.press("Start");
    await alice.sees("👋 Hello Alice!");
    await alice.say("My cat is called Ada.");
    await alice.sees(/stand-in.*My cat is called Ada/);
    await bob.say("Mine is called Bertrand.");
    await bob.sees(/stand-in.*Mine is called Bertrand/);
    expect(await bob.chat.getByText("Ada").count()).toBe(0);

    await page.reload();
    await alice.sees("👋 Hello Alice!");
    await bob.sees(/stand-in.*Bertrand/);
    expect(browser.complaints).toEqual([]);
  });

  test("a session survives kill -9, and what was sent meanwhile is answered", async () => {
    await using run = await playing();
    await using browser = await openPage(run.url);
    const { page } = browser;
    const alice = person(page, "Alice");
    const bot = page.getByRole("status").filter({ hasText: "@holdfast_bot" });

    await alice.say("one");
    await alice.sees(/stand-in.*one/);
    await page.getByRole("button", { name: "Kill -9" }).click();
    await bot.getByText("stopped").waitFor();
    await alice.say("two");
    await bot.getByText(/stopped · \d waiting/).waitFor();

    await page
      .getByRole("group", { name: "The bot's process" })
      .getByRole("button", { name: "Start", exact: true })
      .click();
    await alice.sees(/stand-in.*two/);
    await alice.say("/status");
    await alice.sees("Turn Count: 2");
    await page.getByRole("button", { name: "Restart" }).click();
    await page.getByRole("button", { name: "Log" }).click();
    await page.getByRole("region", { name: "What the bot writes" }).getByText("stopped", { exact: true }).waitFor();
    await alice.say("/start");
    await alice.sees("Session Status: active");
    expect(browser.complaints).toEqual([]);
  });

  test("preferences by buttons, seen in the session as stored", async () => {
    await using run = await playing();
    await using browser = await openPage(run.url);
    const { page } = browser;
    const bob = person(page, "Bob");

    await bob.say("/preferences");
    await bob.press("auto_compact: true");
    await bob.sees("• auto_compact: false");
    await bob.press(/max_turns_before_compact/);
    await bob.say("7");
    await bob.sees("• max_turns_before_compact: 7");
    await bob.press("✅ Done");
    await bob.chat.getByRole("button", { name: "✅ Done" }).waitFor({ state: "detached" });

    await bob.press("Session");
    const stored = bob.chat.getByLabel("Stored session of Bob");
    await stored.getByText(/"autoCompact": false/).waitFor();
    await stored.getByText(/"maxTurnsBeforeCompact": 7/).waitFor();
    await person(page, "Alice").press("Session");
    await page.getByLabel("Stored session of Alice").getByText('"absent"').waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test("the command menu, by keyboard and by mouse", async () => {
    await using run = await playing();
    await using browser = await openPage(run.url);
    const alice = person(browser.page, "Alice");
    const offered = alice.chat.getByRole("option");

    await alice.chat.getByRole("button", { name: "Commands" }).click();
    await offered.getByText("/compact").waitFor();
    expect(await offered.count()).toBeGreaterThan(4);
    await alice.field.press("Escape");
    await offered.first().waitFor({ state: "hidden" });

    await alice.field.pressSequentially("/sta");
    await offered.getByText("/status").waitFor();
    expect(await offered.count()).toBe(2);
    await alice.field.press("ArrowDown");
    await alice.field.press("Enter");
    await alice.sees("📊 Current Status");
    await alice.sees("No active session");

    await alice.field.fill("/cl");
    await offered.getByText("/clear").click();
    await alice.sees("Previous session: None");
    expect(browser.complaints).toEqual([]);
  });

  test("on a phone: one chat at a time, nothing too wide", async () => {
    await using run = await playing();
    await using browser = await openPage(run.url, { viewport: { width: 390, height: 780 }, colorScheme: "dark" });
    const { page } = browser;
    const [alice, bob] = [person(page, "Alice"), person(page, "Bob")];

    await alice.open();
    await alice.say("/start");
    await alice.sees("👋 Hello Alice!");
    expect(await bob.chat.isVisible()).toBe(false);
    await bob.open();
    await bob.say("x".repeat(300));
    await bob.sees(/stand-in.*xxx/);
    expect(await alice.chat.isVisible()).toBe(false);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(browser.complaints).toEqual([]);
  });

  test("log and calls can be watched", async () => {
    await using run = await playing();
    await using browser = await openPage(run.url);
    const { page } = browser;
    await page.getByRole("button", { name: "Log" }).click();
    await page.getByRole("region", { name: "What the bot writes" }).getByText("started").waitFor();
    await page.getByRole("button", { name: "Calls" }).click();
    await person(page, "Alice").say("/start");
    await page.getByRole("region", { name: "Calls of the Bot API" }).getByText("sendMessage").waitFor();
    expect(await page.getByRole("region", { name: "What the bot writes" }).isVisible()).toBe(false);
    expect(browser.complaints).toEqual([]);
  });
});
