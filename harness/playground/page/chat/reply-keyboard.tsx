import type { KeyboardButton } from "@grammyjs/types";
import type { Seat } from "../state/seat.ts";
import { type Keyboard, keyboardOf } from "./keyboard-of.ts";
import { sendText } from "./send-text.ts";

/** The keyboard that the bot has put in place of a person's own. */
export function ReplyKeyboard({ seat }: { readonly seat: Seat }) {
  const keyboard = keyboardOf(seat);
  if (!keyboard?.keyboard || seat.putAway.value === keyboard.messageId) return null;
  return (
    <fieldset class="keys reply-keyboard" aria-label="The bot's keyboard">
      {keyboard.keyboard.map((row, index) => (
        <div class="row" key={index}>
          {row.map((key, at) => (
            <Key key={at} seat={seat} keyboard={keyboard} given={key} />
          ))}
        </div>
      ))}
    </fieldset>
  );
}

function Key({
  seat,
  keyboard,
  given,
}: {
  readonly seat: Seat;
  readonly keyboard: Keyboard;
  readonly given: KeyboardButton;
}) {
  const text = typeof given === "string" ? given : given.text;
  const press = () => {
    void sendText(seat, text);
    if (keyboard.one_time_keyboard) seat.putAway.value = keyboard.messageId;
  };
  return (
    <button type="button" onClick={press}>
      {text}
    </button>
  );
}
