import type { ReactionType } from "@grammyjs/types";
import { describeContent } from "../people/describe.ts";
import type { ChatEvent } from "../world/chat.ts";
import type { World } from "../world/world.ts";

/** One thing that could be noticed in a chat, as a report shows it. */
export interface ChatLine {
  /** In ms since the epoch. */
  readonly at: number;
  /** The name of whoever did it. */
  readonly by: string;
  readonly byBot: boolean;
  readonly kind: ChatEvent["kind"];
  /** Of the message it is about; actions and drafts are about none. */
  readonly messageId?: number;
  /** What was said, drafted, voted or reacted; the action's name; nothing for a deletion. */
  readonly text: string;
  /** Of the message itself, row by row. */
  readonly buttons: readonly (readonly string[])[];
}

export function chatLine(event: ChatEvent, world: World): ChatLine {
  const message = "message" in event ? event.message : undefined;
  const isShown = event.kind === "message" || event.kind === "edit";
  return {
    at: event.at,
    by: world.nameOf(event.by),
    byBot: world.botOf(event.by) !== undefined,
    kind: event.kind,
    ...(message && { messageId: message.message_id }),
    text: textOf(event),
    buttons: isShown ? (message?.reply_markup?.inline_keyboard ?? []).map((row) => row.map(({ text }) => text)) : [],
  };
}

/** The line without who and when, such as `(4, edited): Done. [Again]`. */
export function inWords({ kind, messageId, text, buttons }: ChatLine): string {
  const shown = `${text}${buttons
    .flat()
    .map((button) => ` [${button}]`)
    .join("")}`;
  switch (kind) {
    case "message":
    case "poll":
      return `(${messageId}): ${shown}`;
    case "edit":
      return `(${messageId}, edited): ${shown}`;
    case "delete":
      return `deleted ${messageId}`;
    case "action":
      return `... ${text}`;
    case "reaction":
      return `reacts to ${messageId}: ${text}`;
    case "draft":
      return `drafts: ${text}`;
  }
}

function textOf(event: ChatEvent): string {
  switch (event.kind) {
    case "message":
    case "edit":
      return describeContent(event.message);
    case "poll":
      return `${event.message.poll?.total_voter_count} have voted`;
    case "delete":
      return "";
    case "action":
      return event.action;
    case "reaction":
      return event.reactions.map(describeReaction).join("") || "nothing more";
    case "draft":
      return event.text;
  }
}

const describeReaction = (reaction: ReactionType) =>
  reaction.type === "emoji" ? reaction.emoji : `[${reaction.type}]`;
