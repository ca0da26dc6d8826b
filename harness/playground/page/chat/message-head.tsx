import type { Message } from "@grammyjs/types";
import type { Shown } from "../../shown.ts";
import type { Seat } from "../state/seat.ts";
import { summaryOf } from "./summary-of.ts";

/** What stands above the words: who says it, where it comes from, what it replies to. */
export function MessageHead({ seat, shown: { by, message } }: { readonly seat: Seat; readonly shown: Shown }) {
  const { kind, names } = seat.chat.shown.value;
  const { forward_origin: origin, via_bot, reply_to_message: replied, quote } = message;
  const isNamed = kind === "group" && !seat.isMine(by);
  return (
    <>
      {isNamed && (
        <p class="sender" data-hue={Math.abs(by) % 6}>
          {names[by] ?? message.from?.first_name}
        </p>
      )}
      {origin && <p class="origin">Forwarded from {originOf(origin)}</p>}
      {via_bot && <p class="origin">via @{via_bot.username}</p>}
      {replied && (
        <p class="reply">
          <b>{senderOf(replied)}</b>
          {quote?.text ?? summaryOf(replied as Message)}
        </p>
      )}
    </>
  );
}

const senderOf = ({ from, sender_chat }: Pick<Message, "from" | "sender_chat">): string =>
  from?.first_name ?? sender_chat?.title ?? "";

function originOf(origin: NonNullable<Message["forward_origin"]>): string {
  switch (origin.type) {
    case "user":
      return origin.sender_user.first_name;
    case "hidden_user":
      return origin.sender_user_name;
    case "chat":
      return origin.sender_chat.title ?? "a chat";
    case "channel":
      return origin.chat.title;
  }
}
