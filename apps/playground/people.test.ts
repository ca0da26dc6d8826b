import { expect, test } from "vitest";
import { describeInBrowser, person } from "./testing/browser.ts";
import { botByHand } from "./testing/by-hand.ts";

describeInBrowser("people on the page", () => {
  test("come, go by another name, and leave", async () => {
    await using run = await botByHand();
    const { page, telegram, people } = run;
    await page.getByRole("button", { name: "Add a person" }).click();
    const form = page.getByRole("dialog", { name: "New person" });
    await form.getByLabel("First name").fill("Carol");
    await form.getByLabel("Username").fill("carol");
    await form.getByLabel("Language").fill("de");
    await form.getByRole("button", { name: "Add" }).click();
    const carol = person(page, "Carol");
    await carol.press("Start");
    await carol.sees("/start");
    await form.waitFor({ state: "hidden" });

    await run.alice.chat.getByRole("button", { name: "More about Alice" }).click();
    await page.getByRole("menuitem", { name: "Rename…" }).click();
    await page.getByLabel("First name").fill("Alicia");
    await page.getByRole("button", { name: "Save" }).click();
    await person(page, "Alicia").say("It is me.");
    await person(page, "Alicia").sees("It is me.");
    expect(people.alice.json.first_name).toBe("Alicia");
    expect(people.alice.messages().at(-1)).toMatchObject({
      from: { first_name: "Alicia" },
      chat: { first_name: "Alicia" },
    });

    await run.bob.chat.getByRole("button", { name: "More about Bob" }).click();
    await page.getByRole("menuitem", { name: "Remove Bob" }).click();
    await run.bob.chat.waitFor({ state: "detached" });
    expect(await page.getByRole("main").getByRole("region").count()).toBe(2);
    expect(telegram.verdict()).toEqual([]);
    expect(run.complaints).toEqual([]);
  });

  test("block the bot and let it in again, and come by a link", async () => {
    await using run = await botByHand();
    const { page, alice, people } = run;
    const choose = async (item: string) => {
      await alice.chat.getByRole("button", { name: "More about Alice" }).click();
      await page.getByRole("menuitem", { name: item }).click();
    };
    await alice.say("Hello");
    await alice.sees("Hello");
    await Promise.all([page.waitForResponse(/\/blocked\//), choose("Block the bot")]);
    await expect(() => run.call("sendMessage", { text: "Still there?" })).rejects.toThrow("blocked by the user");
    await alice.say("Hello?");
    await alice.chat.getByRole("status").getByText("Alice has blocked the bot").waitFor();
    await choose("Unblock the bot");
    await choose("Come by a link…");
    await page.getByLabel("t.me/hand_bot?start=").fill("from-a-friend");
    await page.getByRole("dialog").getByRole("button", { name: "Start" }).click();
    await alice.sees("/start from-a-friend");
    expect(people.alice.messages().at(-1)?.text).toBe("/start from-a-friend");
  });

  test("write in a group, mention the bot and reply to it, and come and go", async () => {
    await using run = await botByHand();
    const { page, alice, bob } = run;
    await page.getByRole("button", { name: "New group or channel" }).click();
    const form = page.getByRole("dialog", { name: "New group or channel" });
    await form.getByLabel("Title").fill("Cats");
    await form.getByRole("button", { name: "Create" }).click();
    await alice.chat.getByRole("button", { name: "Cats" }).click();

    await alice.say("@hand_bot, do you like cats?");
    await expect.poll(() => run.heard()).toMatchObject({ text: "@hand_bot, do you like cats?" });
    const { chat } = (await run.heard())!;
    expect(chat).toMatchObject({ type: "supergroup", title: "Cats" });
    await run.call("sendMessage", { chat_id: chat.id, text: "Who does not?" });
    await bob.chat.getByRole("button", { name: "Cats 2 unread" }).click();
    await bob.sees(/Alice.*do you like cats/);
    await bob.sees(/Handy.*Who does not\?/);

    await alice.menu("Who does not?", "Reply");
    await alice.say("My dog.");
    await bob.sees(/Alice.*Handy.*Who does not\?.*My dog\./);
    expect(await run.heard()).toMatchObject({ text: "My dog.", reply_to_message: { text: "Who does not?" } });

    await alice.chat.getByRole("button", { name: "More about Alice" }).click();
    await page.getByRole("menuitem", { name: "Members…" }).click();
    await page.getByRole("checkbox", { name: "Bob" }).uncheck();
    await page.getByRole("button", { name: "Save" }).click();
    await alice.chat.getByText("removed Bob").waitFor();
    await bob.chat.getByRole("button", { name: "Cats" }).waitFor({ state: "detached" });
    expect(run.complaints).toEqual([]);
  });

  test("read a channel, whose posts are its own", async () => {
    await using run = await botByHand();
    const { page, alice } = run;
    await page.getByRole("button", { name: "New group or channel" }).click();
    const form = page.getByRole("dialog", { name: "New group or channel" });
    await form.getByLabel("Title").fill("News");
    await form.getByLabel("Kind").selectOption("Channel");
    await form.getByRole("button", { name: "Create" }).click();
    await form.waitFor({ state: "hidden" });
    await alice.chat.getByRole("button", { name: "News" }).click();
    await alice.say("Cats are fine.");
    await expect.poll(() => run.heard()).toMatchObject({ text: "Cats are fine.", sender_chat: { title: "News" } });
    await run.bob.chat.getByRole("button", { name: "News 1 unread" }).click();
    await run.bob.sees("Cats are fine.");
  });
});
