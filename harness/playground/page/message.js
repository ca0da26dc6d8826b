import { renderText } from "./entities.js";
import { clock, make } from "./make.js";

/**
 * A message as an element of the list.
 *
 * @param {{ onCommand(command: string): void, onPress(message: object, button: object): Promise<void> }} reactions
 */
export function renderMessage({ mine, message }, reactions) {
  const item = make(`li.message.${mine ? "mine" : "theirs"}`, { "data-id": message.message_id });
  const bubble = make("div.bubble");
  if (message.reply_to_message) bubble.append(make("p.reply", {}, contentOf(message.reply_to_message)));
  const entities = message.entities ?? message.caption_entities;
  const isText = message.text !== undefined || message.caption !== undefined;
  const kind = isText && message.text === undefined ? make("p.kind", {}, kindOf(message)) : "";
  const words = isText ? renderText(contentOf(message), entities, reactions.onCommand) : kindOf(message);
  bubble.append(kind, make("div.text", {}, words), footer(message));
  item.append(bubble);
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (rows.length > 0) item.append(make("div.buttons", {}, ...rows.map((row) => buttonRow(message, row, reactions))));
  return item;
}

const contentOf = (message) => message.text ?? message.caption ?? kindOf(message);

const kinds = ["sticker", "photo", "voice", "audio", "video", "animation", "document", "location", "contact"];
const kindOf = (message) => `[${kinds.find((kind) => message[kind]) ?? "something"}]`;

function footer({ date, edit_date }) {
  const time = make("time", { datetime: new Date(date * 1000).toISOString() }, clock(date * 1000));
  return make("span.meta", {}, edit_date ? "edited " : "", time);
}

function buttonRow(message, row, { onPress }) {
  return make("div.row", {}, ...row.map((button) => inlineButton(message, button, onPress)));
}

function inlineButton(message, button, onPress) {
  if (button.url && /^(https?|tg):/i.test(button.url)) {
    return make("a", { href: button.url, target: "_blank", rel: "noopener noreferrer" }, `${button.text} ↗`);
  }
  if (button.callback_data === undefined) {
    return make("button", { type: "button", disabled: true, title: "Not in the playground" }, button.text);
  }
  const element = make("button", { type: "button" }, button.text);
  element.addEventListener("click", async () => {
    element.setAttribute("aria-busy", "true");
    await onPress(message, button);
    // Telegram's apps show the wait for a while, too, and then give up.
    setTimeout(() => element.removeAttribute("aria-busy"), 1500);
  });
  return element;
}
