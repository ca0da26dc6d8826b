import type { InlineKeyboardButton, Message } from "@grammyjs/types";
import { useSignal } from "@preact/signals";
import { bot } from "../state/live.ts";
import type { Seat } from "../state/seat.ts";
import { ask, problemOf } from "../state/server.ts";

/** The buttons under a message. */
export function InlineKeyboard({ seat, message }: { readonly seat: Seat; readonly message: Message }) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (rows.length === 0) return null;
  return (
    <div class="keys">
      {rows.map((row, index) => (
        <div class="row" key={index}>
          {row.map((button, at) => (
            <InlineButton key={at} seat={seat} message={message} button={button} />
          ))}
        </div>
      ))}
    </div>
  );
}

interface Props {
  readonly seat: Seat;
  readonly message: Message;
  readonly button: InlineKeyboardButton;
}

/** How long a button shows that it waits, in ms, before it gives up. */
const waitsMs = 1_500;

function InlineButton({ seat, message, button }: Props) {
  const isBusy = useSignal(false);
  if ("url" in button && /^(https?|tg):/i.test(button.url)) {
    return (
      <a href={button.url} target="_blank" rel="noopener noreferrer">
        {button.text} ↗
      </a>
    );
  }
  if ("copy_text" in button || "switch_inline_query" in button || "switch_inline_query_current_chat" in button) {
    return (
      <button type="button" onClick={() => actAlone(seat, button)}>
        {button.text}
      </button>
    );
  }
  if (!("callback_data" in button)) {
    return (
      <button type="button" disabled title="Not in the playground">
        {button.text}
      </button>
    );
  }
  const press = async () => {
    isBusy.value = true;
    setTimeout(() => {
      isBusy.value = false;
    }, waitsMs);
    const about = { message: message.message_id, data: button.callback_data, ...seat.in };
    const answer = await ask(`telegram/users/${seat.person}/taps`, about);
    if (!answer.ok) seat.say(problemOf(answer));
  };
  return (
    <button type="button" aria-busy={isBusy} onClick={() => void press()}>
      {button.text}
    </button>
  );
}

/** What a button does without the bot. */
function actAlone(seat: Seat, button: InlineKeyboardButton): void {
  if ("copy_text" in button) {
    void navigator.clipboard.writeText(button.copy_text.text);
    seat.say("Copied.");
    return;
  }
  const query = "switch_inline_query" in button ? button.switch_inline_query : undefined;
  const here = "switch_inline_query_current_chat" in button ? button.switch_inline_query_current_chat : query;
  seat.text.value = `@${bot.value.username} ${here ?? ""}`;
}
