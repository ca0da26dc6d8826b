import type { Message, UserFromGetMe } from "grammy/types";

/**
 * What the words of a message ask of the agent, with what they are about: without the `@bot` in front that addresses it
 * in a group, and with the message that is replied to or where it was forwarded from.
 *
 * @returns undefined for a command; "" if there is nothing but the address, or no words at all.
 */
export function promptOf(message: Message, me: Pick<UserFromGetMe, "id" | "username">): string | undefined {
  const words = wordsOf(message, me);
  if (words === undefined) return undefined;
  const context = [...forwardedFrom(message), ...repliedTo(message, me)];
  return words === "" && !hasFile(message) ? "" : [...context, words].filter(Boolean).join("\n\n");
}

const hasFile = ({ photo, document, voice, audio, video_note: round }: Message) =>
  photo !== undefined || [document, voice, audio, round].some((file) => file !== undefined);

function wordsOf(message: Message, me: Pick<UserFromGetMe, "id" | "username">): string | undefined {
  const text = message.text ?? message.caption ?? "";
  const first = (message.entities ?? message.caption_entities)?.find(({ offset }) => offset === 0);
  if (first?.type === "bot_command") return undefined;
  if (message.chat.type === "private" || !first) return text;
  const words = text.slice(0, first.length);
  const isAddress =
    (first.type === "mention" && words.toLowerCase() === `@${me.username.toLowerCase()}`) ||
    (first.type === "text_mention" && first.user.id === me.id);
  return isAddress ? text.slice(first.length).replace(/^[\s,:]+/, "") : text;
}

function forwardedFrom({ forward_origin: origin }: Message): string[] {
  if (!origin) return [];
  const name = {
    user: () => origin.type === "user" && origin.sender_user.first_name,
    hidden_user: () => origin.type === "hidden_user" && origin.sender_user_name,
    chat: () => origin.type === "chat" && "title" in origin.sender_chat && origin.sender_chat.title,
    channel: () => origin.type === "channel" && origin.chat.title,
  }[origin.type]();
  return [`(Forwarded from ${name || "somebody"}:)`];
}

/** The part that was quoted, else the beginning of the message. */
function repliedTo({ reply_to_message: target, quote }: Message, me: Pick<UserFromGetMe, "id">): string[] {
  const said = (quote?.text ?? target?.text ?? target?.caption ?? "").trim();
  if (said === "") return [];
  const shown = said.length > MOST_QUOTED ? `${said.slice(0, MOST_QUOTED).toWellFormed()}…` : said;
  const whose = target?.from?.id === me.id ? "you said" : target?.from ? `${target.from.first_name} said` : "was said";
  return [`(In reply to what ${whose}:)\n${shown.replace(/^/gm, "> ")}`];
}

const MOST_QUOTED = 1_500;
