/**
 * Makes an element. Text is set as text, so nothing a user or a bot says is ever read as HTML.
 *
 * @param {string} tag with classes, such as `div.bubble.mine`
 * @param {Record<string, unknown>} [properties] attributes; functions become listeners; `false` and `undefined` are left out
 * @param {...(Node | string)} children
 */
export function make(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** The time of day of a moment, in ms since the epoch. */
export const clock = (at, precise = false) =>
  new Date(at).toLocaleTimeString([], {
    hour: "2-digit",
    minute: "2-digit",
    second: precise ? "2-digit" : undefined,
    hourCycle: "h23",
  });
