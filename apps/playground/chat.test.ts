import { expect, test } from "vitest";
import { describeInBrowser } from "./testing/browser.ts";
import { botByHand } from "./testing/by-hand.ts";

describeInBrowser("keyboards of the bot", () => {
  test("one for once goes after it was used; one can be put away and back", async () => {
    await using run = await botByHand();
    const { alice, call, people } = run;
    await people.alice.send("/start");
    const keyboard = alice.chat.getByRole("group", { name: "The bot's keyboard" });
    await call("sendMessage", { text: "Colour?", reply_markup: { keyboard: [["Red"]], one_time_keyboard: true } });
    await alice.press("Red");
    await alice.sees("Red");
    await keyboard.waitFor({ state: "detached" });
    await alice.press("Show the keyboard");
    await keyboard.waitFor();
    await alice.press("Put the keyboard away");
    await keyboard.waitFor({ state: "detached" });
    expect(await run.heard()).toMatchObject({ text: "Red" });
  });

  test("a key asks for the own number or place, and what only Telegram has is dead", async () => {
    await using run = await botByHand();
    const { alice, call, people, page } = run;
    await people.alice.send("/start");
    const keyboard = [
      [
        { text: "My number", request_contact: true },
        { text: "My place", request_location: true },
      ],
      [{ text: "A poll", request_poll: {} }],
    ];
    await call("sendMessage", { text: "Who and where?", reply_markup: { keyboard } });
    const send = () => page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await alice.press("My number");
    await send();
    await expect.poll(() => run.heard()).toMatchObject({ contact: { first_name: "Alice" } });
    await alice.press("My place");
    await send();
    await expect.poll(() => run.heard()).toHaveProperty("location");
    expect(await alice.chat.getByRole("button", { name: "A poll" }).isDisabled()).toBe(true);
  });

  test("where a reply is wanted, one is begun", async () => {
    await using run = await botByHand();
    const { alice, call, people } = run;
    await people.alice.send("/start");
    await call("sendMessage", {
      text: "What is it called?",
      reply_markup: { force_reply: true, input_field_placeholder: "Its name" },
    });
    await alice.chat.getByPlaceholder("Its name").waitFor();
    await alice.say("Ada");
    await expect
      .poll(() => run.heard())
      .toMatchObject({ text: "Ada", reply_to_message: { text: "What is it called?" } });
  });

  test("buttons copy, and ask the bot inline; what it offers is sent by way of it", async () => {
    await using run = await botByHand();
    const { alice, call, post, people, account } = run;
    await people.alice.send("/start");
    const buttons = [{ text: "Cats", switch_inline_query_current_chat: "cats" }];
    await call("sendMessage", { text: "Look for something", reply_markup: { inline_keyboard: [buttons] } });
    await alice.press("Cats");
    await expect.poll(() => account.inlineQueries.ids.length).toBe(1);
    const [id] = account.inlineQueries.ids;
    const results = [
      {
        type: "article",
        id: "1",
        title: "Ada",
        description: "A cat",
        input_message_content: { message_text: "Ada is a cat." },
      },
    ];
    await post("answerInlineQuery", { inline_query_id: id, results });
    await alice.press("Ada A cat");
    await alice.sees(/via @hand_bot.*Ada is a cat\./);
    expect(await run.heard()).toMatchObject({ text: "Ada is a cat.", via_bot: { username: "hand_bot" } });
  });
});

describeInBrowser("what one does with a message", () => {
  test("react, and take it back; the bot's own is seen", async () => {
    await using run = await botByHand();
    const { alice, call, people, page } = run;
    await people.alice.send("/start");
    const message_id = await call("sendMessage", { text: "A joke" });
    await alice.menu("A joke", "😁");
    const own = alice.chat.getByRole("button", { name: "😁 1, by you" });
    await own.click();
    await own.waitFor({ state: "detached" });
    await call("setMessageReaction", { message_id, reaction: [{ type: "emoji", emoji: "🎉" }] });
    await alice.chat.getByRole("button", { name: "🎉 1, by Handy" }).waitFor();
    await page.reload();
    await alice.chat.getByRole("button", { name: "🎉 1, by Handy" }).waitFor();
  });

  test("edit and delete one's own, not another's; forward; quote", async () => {
    await using run = await botByHand();
    const { alice, call, people, page } = run;
    await alice.say("wrong");
    await alice.menu("wrong", "Edit");
    await alice.say("right");
    await alice.sees(/right.*edited/);
    await alice.menu("right", "Delete");
    await alice.chat.getByText("right").waitFor({ state: "detached" });
    expect(people.alice.messages()).toEqual([]);

    await call("sendMessage", { text: "one two three" });
    const said = alice.chat.getByRole("listitem").filter({ hasText: "one two three" });
    await said.click({ button: "right" });
    expect(await page.getByRole("menuitem", { name: "Delete" }).count()).toBe(0);
    await page.getByRole("menuitem", { name: "Forward…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Forward" }).click();
    await alice.sees(/Forwarded from Handy.*one two three/);

    await said
      .first()
      .getByText("one two three")
      .evaluate((element) => {
        const words = document.createRange();
        words.setStart(element.firstChild ?? element, 4);
        words.setEnd(element.firstChild ?? element, 7);
        getSelection()?.removeAllRanges();
        getSelection()?.addRange(words);
      });
    await said.first().dispatchEvent("contextmenu", { clientX: 200, clientY: 300 });
    await page.getByRole("menuitem", { name: "Reply with quote" }).click();
    await alice.say("Why two?");
    await expect.poll(() => run.heard()).toMatchObject({ text: "Why two?", quote: { text: "two", position: 4 } });
    expect(run.complaints).toEqual([]);
  });

  test("a pinned message is shown above, and gone to", async () => {
    await using run = await botByHand();
    const { alice, call, people } = run;
    await people.alice.send("/start");
    const message_id = await call("sendMessage", { text: "The rules" });
    for (let line = 0; line < 30; line++) await call("sendMessage", { text: `line ${line}` });
    await call("pinChatMessage", { message_id });
    await alice.sees(/Handy pinned “The rules”/);
    await alice.press(/^Pinned message/);
    await expect
      .poll(() =>
        alice.chat
          .getByRole("listitem")
          .filter({ hasText: /^The rules/ })
          .isVisible(),
      )
      .toBe(true);
    await expect
      .poll(() => alice.chat.locator(`[data-id="${message_id}"]`).evaluate((item) => item === document.activeElement))
      .toBe(true);
  });
});

describeInBrowser("how the page looks", () => {
  test("at the width of a phone: a list, a chat, and back", async () => {
    await using run = await botByHand({ viewport: { width: 360, height: 740 } });
    const { alice, bob, page, people } = run;
    await people.bob.send("Anybody here?");
    const list = page.getByRole("navigation", { name: "People" });
    await list.getByText("You: Anybody here?").waitFor();
    await alice.open();
    await alice.say("x".repeat(200));
    await alice.sees("xxx");
    expect(await list.count()).toBe(0);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    await run.call("sendMessage", { chat_id: people.bob.id, text: "I am." });
    await page.getByRole("button", { name: "Back to the chats" }).click();
    await list.getByText("1 unread").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    await bob.open();
    await bob.sees("I am.");
    await alice.open();
    expect(await list.getByText("unread").count()).toBe(0);
    expect(run.complaints).toEqual([]);
  });

  test("dark or light, side by side or one at a time, as one chose it last", async () => {
    await using run = await botByHand({ colorScheme: "light" });
    const { page, alice, bob } = run;
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: /^Theme: auto/ }).click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.getByRole("button", { name: "Show one chat at a time" }).click();
    await bob.chat.waitFor({ state: "detached" });
    await page.reload();
    await alice.chat.waitFor();
    expect(await ground()).toBe(dark);
    expect(await bob.chat.count()).toBe(0);
    await bob.open();
    await bob.chat.waitFor();
    await page.emulateMedia({ colorScheme: "dark" });
    await page.getByRole("button", { name: /^Theme: dark/ }).click();
    expect(await ground()).toBe(light);
    await page.getByRole("button", { name: /^Theme: light/ }).click();
    expect(await ground()).toBe(dark);
  });
});
