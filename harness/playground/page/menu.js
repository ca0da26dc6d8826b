import { make } from "./make.js";

/**
 * The list of the bot's commands: opened by its button, or by a `/` at the beginning of the field, which filters it.
 * Choosing one sends it, as Telegram's apps do.
 */
export function createMenu(person, field, choose) {
  const id = `menu-${person.id}`;
  const list = make("ul.menu", { id, role: "listbox", "aria-label": "Commands", hidden: true });
  const button = make(
    "button.menu-button",
    { type: "button", "aria-label": "Commands", title: "Commands", "aria-expanded": "false", "aria-controls": id },
    "/",
  );
  let commands = [];
  let chosen = 0;
  field.setAttribute("aria-controls", id);

  const options = () => [...list.children];
  const mark = (index) => {
    chosen = (index + options().length) % Math.max(1, options().length);
    for (const [at, option] of options().entries()) option.setAttribute("aria-selected", String(at === chosen));
    const option = options()[chosen];
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
  };
  const close = () => {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const take = (command) => {
    close();
    if (field.value.startsWith("/")) field.value = "";
    choose(command);
    field.focus();
  };
  const open = (prefix) => {
    const offered = commands.filter(({ command }) => command.startsWith(prefix));
    list.replaceChildren(
      ...offered.map(({ command, description }) =>
        make(
          "li",
          {
            id: `${id}-${command}`,
            role: "option",
            mousedown: (event) => event.preventDefault(),
            click: () => take(command),
          },
          make("b", {}, `/${command}`),
          make("span", {}, description),
        ),
      ),
    );
    if (offered.length === 0) return close();
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    return mark(0);
  };

  button.addEventListener("click", () => {
    if (!list.hidden) return close();
    open("");
    return field.focus();
  });
  field.addEventListener("blur", () => setTimeout(() => document.activeElement !== button && close()));

  return {
    list,
    button,
    close,
    set(menu) {
      commands = menu;
      button.hidden = menu.length === 0;
      if (!list.hidden) open(prefixOf(field.value) ?? "");
    },
    filter(text) {
      const prefix = prefixOf(text);
      if (prefix === undefined) close();
      else open(prefix);
    },
    /** @returns whether the key was meant for the open list. */
    takesKey(event) {
      if (list.hidden) return false;
      const option = options()[chosen];
      if (event.key === "ArrowDown") mark(chosen + 1);
      else if (event.key === "ArrowUp") mark(chosen - 1);
      else if (event.key === "Escape") close();
      else if ((event.key === "Enter" || event.key === "Tab") && option) option.click();
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

/** What is typed of a command that is not finished yet. */
const prefixOf = (text) => /^\/([a-z0-9_]*)$/i.exec(text)?.[1].toLowerCase();
