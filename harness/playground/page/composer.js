import { make } from "./make.js";
import { createMenu } from "./menu.js";

/** Where a person writes: the field, the command menu, and the keyboard the bot may put in place. */
export function createComposer(person, send) {
  const field = make("textarea", {
    rows: 1,
    placeholder: "Message",
    "aria-label": `Message from ${person.name}`,
  });
  const menu = createMenu(person, field, (command) => void send(`/${command}`));
  const keyboard = make("div.keyboard", { role: "group", "aria-label": "The bot's keyboard", hidden: true });
  const submit = make("button.send", { type: "submit", "aria-label": "Send", title: "Send (Enter)" }, "➤");
  const form = make("form.composer", {}, menu.button, field, submit);

  const adjustHeight = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 140)}px`;
  };
  field.addEventListener("input", () => {
    adjustHeight();
    menu.filter(field.value);
  });
  field.addEventListener("keydown", (event) => {
    if (menu.takesKey(event)) return;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = field.value;
    if (text.trim() === "") return;
    field.value = "";
    adjustHeight();
    menu.close();
    const parts = partsOf(text);
    while (parts.length > 0 && (await send(parts[0]))) parts.shift();
    field.value ||= parts.join("");
  });

  const setKeyboard = (markup) => {
    const rows = markup.keyboard ?? [];
    const press = (key) => {
      void send(key);
      if (markup.one_time_keyboard) keyboard.hidden = true;
    };
    const key = (given) => {
      const text = typeof given === "string" ? given : given.text;
      return make("button", { type: "button", click: () => press(text) }, text);
    };
    keyboard.replaceChildren(...rows.map((row) => make("div.row", {}, ...row.map(key))));
    keyboard.hidden = rows.length === 0;
    field.placeholder = markup.input_field_placeholder ?? "Message";
  };

  return {
    element: make("footer", {}, menu.list, keyboard, form),
    setMenu: menu.set,
    setKeyboard,
  };
}

/** As Telegram's own programs do with a long text: so many messages, none of them cut short. */
function partsOf(text) {
  const characters = [...text];
  const parts = [];
  while (characters.length > 0) parts.push(characters.splice(0, 4096).join(""));
  return parts.filter((part) => part.trim() !== "");
}
