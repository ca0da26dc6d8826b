import { make } from "./make.js";

/**
 * A text with its entities as nodes. Offsets count UTF-16 units, as JavaScript does.
 *
 * @param {(command: string) => void} onCommand when a command in the text is pressed
 */
export function renderText(text, entities = [], onCommand = () => {}) {
  const outerFirst = [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, { text, onCommand }, outerFirst, 0, text.length);
  return fragment;
}

function fill(parent, context, entities, from, to) {
  let at = from;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < end) next++;
    if (end > start) {
      const node = wrapping(entity, context.text.slice(start, end), context.onCommand);
      fill(node, context, entities.slice(index + 1, next), start, end);
      parent.append(context.text.slice(at, start), node);
      at = end;
    }
    index = next;
  }
  parent.append(context.text.slice(at, to));
}

const tags = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/** The empty element that an entity's text goes into. */
function wrapping(entity, text, onCommand) {
  switch (entity.type) {
    case "spoiler":
      return spoiler();
    case "bot_command":
      return make("button.link", { type: "button", click: () => onCommand(text) });
    case "text_link":
      return link(entity.url);
    case "url":
      return link(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
    case "email":
      return link(`mailto:${text}`);
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
    case "phone_number":
      return make("span.name");
    default:
      return make(tags[entity.type] ?? "span");
  }
}

function link(address) {
  const isHarmless = URL.canParse(address) && ["http:", "https:", "mailto:", "tg:"].includes(new URL(address).protocol);
  return isHarmless ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }) : make("span");
}

function spoiler() {
  const element = make("span.spoiler", { role: "button", tabindex: 0, "aria-label": "Hidden: press to show" });
  const show = () => {
    element.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) element.removeAttribute(name);
  };
  element.addEventListener("click", show);
  element.addEventListener("keydown", ({ key }) => key === "Enter" && show());
  return element;
}
