import type { Update } from "@grammyjs/types";
import { expect, test } from "vitest";
import { botByHand } from "../methods/by-hand.ts";

test("who goes by another name is shown by it from then on, and by the old one in what was said before", async () => {
  await using hand = await botByHand();
  const { alice, result } = hand;
  await alice.rename({ lastName: "Archer", username: "archer" });
  await alice.send("before");
  await alice.rename({ firstName: "Alicia", lastName: "" });
  await alice.send("after");
  const updates = await result<Update[]>("getUpdates");
  const [before, after] = updates.slice(-2).map(({ message }) => message);
  expect(before).toMatchObject({ from: { last_name: "Archer", username: "archer" }, chat: { last_name: "Archer" } });
  expect(after).toMatchObject({ from: { first_name: "Alicia", username: "archer" }, chat: { first_name: "Alicia" } });
  expect(after?.from).not.toHaveProperty("last_name");
  expect(after?.chat).not.toHaveProperty("last_name");
});

test("nobody is without a first name", async () => {
  await using hand = await botByHand();
  await expect(hand.alice.rename({ firstName: " " })).rejects.toThrow("can't be empty");
});

test("a reply can quote the words that are meant, if they are there", async () => {
  await using hand = await botByHand();
  const { alice, bot } = hand;
  const replyTo = await alice.send("one two three");
  const { quote } = await alice.send("yes", { in: bot, replyTo, quote: "two" });
  expect(quote).toEqual({ text: "two", position: 4, is_manual: true });
  await expect(alice.send("no", { in: bot, replyTo, quote: "four" })).rejects.toThrow("is not in the message");
});
