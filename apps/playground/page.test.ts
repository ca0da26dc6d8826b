import { mkdir, mkdtempDisposable, readdir, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CommandSetup, Scenario } from "#harness";
import { describeInBrowser, openPage, person } from "./testing/browser.ts";
import { botByHand } from "./testing/by-hand.ts";
import { echoBot, echoPlayground } from "./testing/echo-playground.ts";

describeInBrowser("the page shows what the bot says", () => {
  test("entities as elements, and markup in a text as text", async () => {
    await using run = await botByHand();
    const { alice, call } = run;
    await call("sendMessage", { text: `<img src=x onerror="document.title='hacked'">` });
    await alice.sees("<img src=x onerror");
    await call("sendMessage", {
      text: "<b>bold <i>both</i></b> 👍 <code>x &lt; y</code> <tg-spoiler>secret</tg-spoiler> <pre>a\n  b</pre>",
      parse_mode: "HTML",
    });
    await alice.sees("bold both 👍 x < y");
    const text = alice.chat.getByRole("listitem").last();
    expect(await text.locator("strong > em").textContent()).toBe("both");
    expect(await text.locator("code").first().textContent()).toBe("x < y");
    expect(await text.locator("pre").textContent()).toBe("a\n  b");
    await text.getByRole("button", { name: "Hidden: press to show" }).click();
    expect(await text.locator(".spoiler.shown").textContent()).toBe("secret");
    expect(await run.page.title()).toBe("holdfast playground");
    expect(run.complaints).toEqual([]);
  });

  test("code and quotes as blocks, and a line break beside one adds no line", async () => {
    await using run = await botByHand();
    const { alice, call } = run;
    const heightOf = async (text: string) => {
      await call("sendMessage", { text, parse_mode: "HTML" });
      await alice.sees("after");
      const { height } = (await alice.chat.getByRole("listitem").last().boundingBox()) ?? { height: 0 };
      await call("sendMessage", { text: "next" });
      await alice.sees("next");
      return height;
    };
    for (const block of ["<pre>code</pre>", "<blockquote>said</blockquote>"]) {
      const closest = await heightOf(`before${block}after`);
      expect(await heightOf(`before\n${block}\nafter`)).toBe(closest);
      expect(await heightOf(`before\n\n${block}\n\nafter`)).toBeGreaterThan(closest + 20);
    }
  });

  test("links lead where they say, and never into a script", async () => {
    await using run = await botByHand();
    const entities = [{ type: "text_link", offset: 0, length: 4, url: "http://example.com/a" }];
    await run.call("sendMessage", { text: "here, or example.com", entities });
    const link = run.alice.chat.getByRole("link", { name: "here" });
    await link.waitFor();
    expect(await link.getAttribute("href")).toBe("http://example.com/a");
    expect(await link.getAttribute("rel")).toContain("noopener");
    await run.alice.say("javascript:alert(1) javascript://x.com/%0aalert(1)");
    await run.alice.sees("javascript:alert(1)");
    expect(await run.page.locator("a[href^='javascript' i]").count()).toBe(0);
  });

  test("edits, deletions, typing and drafts", async () => {
    await using run = await botByHand();
    const { alice, call } = run;
    const id = await call("sendMessage", { text: "first" });
    await alice.sees("first");
    await call("editMessageText", { message_id: id, text: "second" });
    await alice.sees(/second.*edited/);
    expect(await alice.chat.getByText("first").count()).toBe(0);
    await call("deleteMessage", { message_id: id });
    await alice.chat.getByText("second").waitFor({ state: "detached" });
    await call("sendChatAction", { action: "typing" });
    await alice.chat.getByText("bot is typing…").waitFor();
    await call("sendMessageDraft", { draft_id: 1, text: "I am thin" });
    await alice.chat.getByText("I am thin").waitFor();
    await call("sendMessage", { text: "I am thinking" });
    await alice.sees("I am thinking");
    expect(await alice.chat.getByText("I am thin", { exact: true }).count()).toBe(0);
  });

  test("what it is doing also to who opens the page meanwhile", async () => {
    await using run = await botByHand();
    const { alice, call, page } = run;
    await call("sendChatAction", { action: "typing" });
    await page.reload();
    await alice.chat.getByText("bot is typing…").waitFor();
    await call("sendMessageDraft", { draft_id: 1, text: "I am thin" });
    await page.reload();
    await alice.chat.getByText("I am thin").waitFor();
    await call("sendMessage", { text: "I am thinking" });
    await page.reload();
    await alice.sees("I am thinking");
    expect(await alice.chat.getByText("I am thin", { exact: true }).count()).toBe(0);
  });

  test("the answer to a press as a passing note, an alert as a dialog", async () => {
    await using run = await botByHand();
    const { alice, call, account } = run;
    await call("sendMessage", {
      text: "Choose",
      reply_markup: { inline_keyboard: [[{ text: "Yes", callback_data: "yes" }]] },
    });
    const answer = async (fields: object) => {
      await alice.press("Yes");
      await expect.poll(() => account.callbacks.ids.length).toBe(1);
      const [id] = account.callbacks.ids;
      await call("answerCallbackQuery", { callback_query_id: id, ...fields });
    };
    await answer({ text: "Well chosen" });
    await alice.chat.getByRole("status").getByText("Well chosen").waitFor();
    await answer({ text: "Too late", show_alert: true });
    await run.page.getByRole("dialog").getByText("Too late").waitFor();
    await run.page.getByRole("button", { name: "OK" }).click();
    await run.page.getByRole("dialog").waitFor({ state: "hidden" });
  });

  test("a reply keyboard writes what its keys say, and goes when told to", async () => {
    await using run = await botByHand();
    const { alice, call } = run;
    await call("sendMessage", { text: "Color?", reply_markup: { keyboard: [["Red", { text: "Blue" }]] } });
    await alice.press("Blue");
    await alice.sees("Blue");
    await call("sendMessage", { text: "Thanks", reply_markup: { remove_keyboard: true } });
    await alice.chat.getByRole("button", { name: "Red" }).waitFor({ state: "hidden" });
    expect(run.complaints).toEqual([]);
  });
});

describeInBrowser("the recorder", () => {
  async function recording() {
    const directory = await mkdtempDisposable(join(tmpdir(), "recorded-"));
    const scenarios = join(directory.path, "scenarios");
    const playground = await echoPlayground({ scenarios });
    return {
      url: playground.url,
      scenarios,
      /** Plays a saved file on a bot, given by its command line, from a folder that has the package. */
      async replay(file: string, program = echoBot) {
        await mkdir(join(directory.path, "node_modules"), { recursive: true });
        const link = join(directory.path, "node_modules/holdfast");
        await symlink(join(import.meta.dirname, "../.."), link).catch(() => {});
        const line = `exec env BOT_TOKEN=$TELEGRAM_TOKEN API_ROOT=$TELEGRAM_API_ROOT "${process.execPath}" "${program}"`;
        const { scenarios } = (await import(file)) as { scenarios: readonly Scenario<CommandSetup>[] };
        expect(scenarios).toHaveLength(1);
        for (const { run } of scenarios) await run({ command: ["/bin/sh", "-c", line] });
      },
      async [Symbol.asyncDispose]() {
        await playground[Symbol.asyncDispose]();
        await directory[Symbol.asyncDispose]();
      },
    };
  }

  test("two people's talk, with a kill -9 in between, is saved and replayed", async () => {
    await using run = await recording();
    await using browser = await openPage(run.url);
    const { page } = browser;
    const [alice, bob] = [person(page, "Alice"), person(page, "Bob")];
    const recorder = page.getByRole("region", { name: "Recorder" });
    const says = (text: string | RegExp) => recorder.getByRole("status").getByText(text).waitFor();

    // By the keyboard alone, as far as it is the recorder's own.
    await page.getByRole("button", { name: "Record", exact: true }).press("Enter");
    await recorder.getByRole("button", { name: "● Record" }).press("Enter");
    await says(/^Recording:/);
    await alice.say("hello");
    await alice.sees("You said: hello");
    await bob.say("/buttons");
    await bob.press("Yes");
    await bob.chat.getByRole("status").getByText("pressed yes").waitFor();
    await page.getByRole("button", { name: "Kill -9" }).click();
    await page.getByRole("status").filter({ hasText: "@echo_bot" }).getByText("stopped").waitFor();
    await alice.say("still there?");
    await page
      .getByRole("group", { name: "The bot's process" })
      .getByRole("button", { name: "Start", exact: true })
      .click();
    await alice.sees("You said: still there?");
    await recorder.getByText('await alice.send("still there?");').waitFor();
    await recorder.getByRole("button", { name: "■ Stop" }).press("Enter");
    await says(/^Recorded/);

    await recorder.getByLabel("Title").fill("Two people, one kill");
    await recorder.getByLabel("Title").press("Enter");
    await says(/^Saved as .*two-people-one-kill\.scenario\.ts\.$/);
    const file = join(run.scenarios, "two-people-one-kill.scenario.ts");
    const source = await readFile(file, "utf8");
    expect(source).toContain('scenario("Two people, one kill", async ({ alice, bob, bot }) => {');
    expect(source).toContain('  await bot.kill();\n  await alice.send("still there?");\n  await bot.start();\n');
    await run.replay(file);

    await recorder.getByLabel("Title").fill("two people: one kill!");
    await recorder.getByRole("button", { name: "Save" }).click();
    await says(/There is a scenario .* already/);
    expect(await readdir(run.scenarios)).toEqual(["two-people-one-kill.scenario.ts"]);
    // The browser says of itself that the last answer was a 409.
    expect(browser.complaints.filter((one) => !one.includes("409"))).toEqual([]);
    if (process.env.SHOTS) {
      await page.screenshot({ path: `${process.env.SHOTS}/desktop.png` });
      await page.setViewportSize({ width: 390, height: 780 });
      await page.screenshot({ path: `${process.env.SHOTS}/phone.png` });
    }
  });

  test("on a phone: nothing too wide", async () => {
    await using run = await recording();
    await using browser = await openPage(run.url, { viewport: { width: 390, height: 780 } });
    await browser.page.getByRole("button", { name: "Record", exact: true }).click();
    await browser.page.getByRole("button", { name: "● Record" }).click();
    await browser.page.getByText("export { scenarios };").waitFor();
    expect(await browser.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });
});
