import type { Message } from "@grammyjs/types";
import type { Shown } from "../../shown.ts";
import { type Choice, type MenuItem, popUp } from "../state/pop-up.ts";
import type { Seat } from "../state/seat.ts";
import { ask, problemOf } from "../state/server.ts";
import { askWhereTo } from "./forward-form.tsx";

const usual = ["👍", "❤", "🔥", "🎉", "😁", "😢"];

/** What a person can do with a message. */
export function openMessageMenu(
  seat: Seat,
  shown: Shown,
  opener: HTMLElement,
  pointer?: { readonly clientX: number; readonly clientY: number },
): void {
  const { message } = shown;
  const quote = quotedIn(opener, message);
  const items: MenuItem[] = [
    { label: "Reply", icon: "reply", act: () => reply(seat, message) },
    ...(quote ? [{ label: "Reply with quote", icon: "reply", act: () => reply(seat, message, quote) } as const] : []),
    ...(message.text !== undefined
      ? [
          {
            label: "Copy text",
            icon: "copy",
            act: () => void navigator.clipboard.writeText(message.text ?? ""),
          } as const,
        ]
      : []),
    { label: "Forward…", icon: "forward", act: () => askWhereTo(seat, message) },
    ...(seat.isMine(shown.by) ? ofMine(seat, message) : []),
  ];
  popUp({ label: "Message", items, choices: usual.map((emoji) => choiceOf(seat, shown, emoji)) }, opener, pointer);
}

export function reply(seat: Seat, replyTo: Message, quote?: string): void {
  seat.editing.value = undefined;
  seat.replying.value = { replyTo, ...(quote && { quote }) };
}

export function edit(seat: Seat, message: Message): void {
  seat.replying.value = undefined;
  seat.editing.value = message;
  seat.text.value = message.text ?? "";
}

/** Puts an emoji on a message, or takes it away if it is there. */
export function react(seat: Seat, { message, reactions = [] }: Shown, emoji: string): void {
  const isThere = reactions.some(({ by, reaction }) => seat.isMine(by) && isEmoji(reaction, emoji));
  const path = `telegram/users/${seat.person}/messages/${message.message_id}/reaction`;
  void order(seat, path, { ...seat.in, ...(!isThere && { emoji }) }, "PUT");
}

export const isEmoji = (reaction: { readonly type: string }, emoji: string): boolean =>
  "emoji" in reaction && reaction.emoji === emoji;

function choiceOf(seat: Seat, shown: Shown, emoji: string): Choice {
  const isChosen = shown.reactions?.some(({ by, reaction }) => seat.isMine(by) && isEmoji(reaction, emoji)) ?? false;
  return { emoji, isChosen, act: () => react(seat, shown, emoji) };
}

function ofMine(seat: Seat, message: Message): MenuItem[] {
  const where = seat.in.in === undefined ? "" : `?in=${seat.in.in}`;
  const path = `telegram/users/${seat.person}/messages/${message.message_id}${where}`;
  return [
    ...(message.text === undefined ? [] : [{ label: "Edit", icon: "edit", act: () => edit(seat, message) } as const]),
    { label: "Delete", icon: "bin", isDangerous: true, act: () => void order(seat, path, {}, "DELETE") },
  ];
}

/** The words of a message that are marked, if some are. */
function quotedIn(element: HTMLElement, { text = "" }: Message): string | undefined {
  const selection = getSelection();
  const words = selection?.toString().trim() ?? "";
  const isInside = element.closest("li")?.contains(selection?.anchorNode ?? null);
  return isInside && words !== "" && words !== text && text.includes(words) ? words : undefined;
}

async function order(seat: Seat, path: string, body: object, method: string): Promise<void> {
  const answer = await ask(path, body, method);
  if (!answer.ok) seat.say(problemOf(answer));
}
