import type { Message } from "@grammyjs/types";
import type { Shown } from "../../shown.ts";
import type { Seat } from "../state/seat.ts";
import { timeOfDay } from "../time-of-day.ts";
import { InlineKeyboard } from "./inline-keyboard.tsx";
import { kindOf } from "./kind-of.ts";
import { sendText } from "./send-text.ts";
import { summaryOf } from "./summary-of.ts";
import { TextWithEntities } from "./text-with-entities.tsx";

/** A message, as the person whose phone it is on sees it. */
export function MessageItem({ seat, shown }: { readonly seat: Seat; readonly shown: Shown }) {
  const { message } = shown;
  return (
    <li class={`message ${seat.isMine(shown.by) ? "mine" : "theirs"}`} data-id={message.message_id}>
      <div class="bubble">
        {message.reply_to_message && <p class="reply">{summaryOf(message.reply_to_message as Message)}</p>}
        {message.text === undefined && <p class="kind">[{kindOf(message).toLowerCase()}]</p>}
        <Words seat={seat} message={message} />
        <Meta message={message} />
      </div>
      <InlineKeyboard seat={seat} message={message} />
    </li>
  );
}

function Words({ seat, message }: { readonly seat: Seat; readonly message: Message }) {
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities;
  if (text === undefined) return null;
  return (
    <div class="text">
      <TextWithEntities text={text} entities={entities} onCommand={(command) => void sendText(seat, command)} />
    </div>
  );
}

function Meta({ message: { date, edit_date } }: { readonly message: Message }) {
  return (
    <span class="meta">
      {edit_date !== undefined && "edited "}
      <time dateTime={new Date(date * 1000).toISOString()}>{timeOfDay(date * 1000)}</time>
    </span>
  );
}
