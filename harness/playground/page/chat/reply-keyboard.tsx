import type { KeyboardButton } from "@grammyjs/types";
import type { Seat } from "../state/seat.ts";
import { askForContact } from "./contact-form.tsx";
import { type Keyboard, keyboardOf } from "./keyboard-of.ts";
import { askForLocation } from "./location-form.tsx";
import { sendText } from "./send-text.ts";

/** The keyboard that the bot has put in place of a person's own. */
export function ReplyKeyboard({ seat }: { readonly seat: Seat }) {
  const keyboard = keyboardOf(seat);
  if (!keyboard?.keyboard || seat.putAway.value === keyboard.message.message_id) return null;
  return (
    <fieldset class={`keys reply-keyboard ${keyboard.resize_keyboard ? "" : "tall"}`} aria-label="The bot's keyboard">
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

interface KeyProps {
  readonly seat: Seat;
  readonly keyboard: Keyboard;
  readonly given: KeyboardButton;
}

function Key({ seat, keyboard, given }: KeyProps) {
  const text = typeof given === "string" ? given : given.text;
  const act = actionOf(seat, given);
  const press = () => {
    act?.();
    if (keyboard.one_time_keyboard) seat.putAway.value = keyboard.message.message_id;
  };
  return (
    <button type="button" disabled={!act} title={act ? undefined : "Not in the playground"} onClick={press}>
      {text}
    </button>
  );
}

/** What a key does; undefined for what only Telegram has. */
function actionOf(seat: Seat, key: KeyboardButton): (() => void) | undefined {
  if (typeof key === "string") return () => void sendText(seat, key);
  if ("request_contact" in key) return () => askForContact(seat);
  if ("request_location" in key) return () => askForLocation(seat);
  const isMore = ["request_poll", "request_users", "request_chat", "request_managed_bot", "web_app"].some(
    (one) => one in key,
  );
  return isMore ? undefined : () => void sendText(seat, key.text);
}
