import type { Message } from "grammy/types";
import { expect, test } from "vitest";
import { kindOf } from "./kind-of.ts";

const message = (content: Partial<Message>) => content as Message;

test("a GIF is called a GIF although it is a document, too", () => {
  expect(kindOf(message({ document: {} as never, animation: {} as never }))).toBe("GIFs");
});

test("a place is called a place although it is a location, too", () => {
  expect(kindOf(message({ location: {} as never, venue: {} as never }))).toBe("places");
});

test("music is voice: both wait for ears", () => {
  expect(kindOf(message({ audio: {} as never }))).toBe("voice");
});

test("a command is one only at the beginning", () => {
  const entities = [{ type: "bot_command", offset: 4, length: 5 }] as const;
  expect(kindOf(message({ text: "Try /help", entities: [...entities] }))).toBe("text");
});

test("a service message is nothing that anybody said", () => {
  expect(kindOf(message({ new_chat_title: "Holiday" }))).toBeUndefined();
});
