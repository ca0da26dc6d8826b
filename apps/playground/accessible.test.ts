import { describe, expect, test } from "vitest";
import { describeInBrowser } from "./testing/browser.ts";
import { botByHand } from "./testing/by-hand.ts";
import { minded } from "./testing/minded.ts";

/** Something of everything that can be in a chat. */
async function fill({ call, people, telegram }: Awaited<ReturnType<typeof botByHand>>) {
  const { alice, bob } = people;
  const question = await alice.send("/start and hello@example.com");
  await call("sendMessage", {
    text: "<b>Hello</b> <a href='https://example.com'>here</a> <code>code</code> <tg-spoiler>secret</tg-spoiler><pre><code class='language-ts'>let x</code></pre><blockquote>said</blockquote>",
    parse_mode: "HTML",
    reply_parameters: { message_id: question.message_id },
  });
  await call("sendMessage", {
    text: "Choose",
    reply_markup: {
      inline_keyboard: [
        [
          { text: "Yes", callback_data: "yes" },
          { text: "Site", url: "https://example.com" },
        ],
      ],
    },
  });
  await call("setMessageReaction", { message_id: question.message_id, reaction: [{ type: "emoji", emoji: "👍" }] });
  await call("pinChatMessage", { message_id: question.message_id });
  await call("sendPoll", { question: "Cats?", options: ["Yes", "No"] });
  await alice.sendPhoto({ caption: "A photo" });
  await alice.sendVoice();
  await alice.sendDocument({ name: "notes.txt" });
  await alice.sendLocation(60, 25);
  await alice.sendContact({ first_name: "Carol", phone_number: "+99912" });
  await alice.sendDice();
  await call("sendMessage", { text: "Colour?", reply_markup: { keyboard: [["Red", "Blue"]] } });
  const group = telegram.group({ title: "Cats", members: [alice, bob] });
  await bob.send("Hello, cats", { in: group });
  return group;
}

describeInBrowser("axe has nothing to say against", () => {
  describe.each(["light", "dark"] as const)("the %s page", (colorScheme) => {
    test("with chats side by side, a panel, a menu and a dialog", async () => {
      await using run = await botByHand({ colorScheme });
      const { page, alice } = run;
      await fill(run);
      await alice.sees("Colour?");
      expect(await minded(page)).toEqual([]);
      await page.getByRole("button", { name: "Calls" }).click();
      await page.getByRole("region", { name: "Calls of the Bot API" }).getByText("sendPoll").first().waitFor();
      expect(await minded(page)).toEqual([]);
      await alice.chat.getByRole("listitem").last().click({ button: "right" });
      await page.getByRole("menu").waitFor();
      expect(await minded(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "New group or channel" }).click();
      await page.getByRole("dialog").waitFor();
      expect(await minded(page)).toEqual([]);
    });

    test("on a phone, in the list and in a chat", async () => {
      await using run = await botByHand({ colorScheme, viewport: { width: 360, height: 740 } });
      await fill(run);
      await run.page.getByText("Colour?").waitFor();
      expect(await minded(run.page)).toEqual([]);
      await run.alice.open();
      await run.alice.sees("Colour?");
      expect(await minded(run.page)).toEqual([]);
    });
  });
});

describeInBrowser("by the keyboard alone", () => {
  test("one writes, in several lines, changes what one wrote last, and leaves it as it is", async () => {
    await using run = await botByHand();
    const { page, alice, people } = run;
    await alice.field.focus();
    await page.keyboard.type("one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("two");
    await page.keyboard.press("Enter");
    await alice.sees(/one\s*two/);
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => alice.field.inputValue()).toBe("one\ntwo");
    await page.keyboard.press("Escape");
    await expect.poll(() => alice.field.inputValue()).toBe("");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("three");
    await page.keyboard.press("Enter");
    await alice.sees(/three.*edited/);
    expect(people.alice.messages().map(({ text }) => text)).toEqual(["three"]);
  });

  test("one goes through the messages and does something with one", async () => {
    await using run = await botByHand();
    const { page, alice, people } = run;
    await people.alice.send("/start");
    await run.call("sendMessage", { text: "first" });
    await run.call("sendMessage", { text: "second" });
    await alice.sees("second");
    await alice.chat.getByRole("log").focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    const menu = page.getByRole("menu", { name: "Message" });
    await menu.waitFor();
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await menu.getByRole("menuitem", { name: "Reply" }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => alice.field.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type("to the first");
    await page.keyboard.press("Enter");
    await alice.sees(/first.*to the first/);
    expect(people.alice.messages().at(-1)).toMatchObject({ reply_to_message: { text: "first" } });
  });

  test("one reaches everything, and sees where one is", async () => {
    await using run = await botByHand();
    const { page } = run;
    const reached = new Set<string>();
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press("Tab");
      const { name, outline } = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        // Past the last one it is the browser's own turn.
        if (element === document.body) return { name: "", outline: "" };
        const name = element.ariaLabel ?? element.textContent ?? "";
        return { name, outline: getComputedStyle(element).outlineStyle };
      });
      if (name === "" || reached.has(name)) continue;
      reached.add(name);
      expect(outline, name).not.toBe("none");
    }
    const wanted = ["Add a person", "Chat of Alice", "Message from Alice", "Attach", "Send", "Message from Bob", "Log"];
    expect(wanted.filter((name) => !reached.has(name))).toEqual([]);
  });
});

describeInBrowser("whatever is shown", () => {
  test("nothing is loaded from elsewhere", async () => {
    await using run = await botByHand();
    const { page, url } = run;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.reload();
    await fill(run);
    await run.call("sendMessage", { text: "https://example.com/picture.png" });
    await run.alice.sees("picture.png");
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((address) => !address.startsWith(url))).toEqual([]);
    expect(run.complaints).toEqual([]);
  });

  test("nothing moves for who wants less motion", async () => {
    await using run = await botByHand({ reducedMotion: "reduce" });
    await run.people.alice.send("/start");
    await run.call("sendChatAction", { action: "typing" });
    await run.alice.chat.getByText("bot is typing…").waitFor();
    const moving = "document.getAnimations().length";
    expect(await run.page.evaluate(moving)).toBe(0);
    await run.page.emulateMedia({ reducedMotion: "no-preference" });
    expect(await run.page.evaluate(moving)).toBeGreaterThan(0);
  });
});
