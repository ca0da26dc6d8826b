import { make } from "./make.js";
import { read } from "./server.js";

/** What is stored of a person, kept up to date while somebody looks. */
export function createSessionDrawer(person) {
  const id = `session-${person.id}`;
  const content = make("pre");
  const title = make("h3", {}, "Session as stored");
  const element = make("div.session", {
    id,
    hidden: true,
    tabindex: 0,
    "aria-label": `Stored session of ${person.name}`,
  });
  element.append(title, content);
  const toggle = make(
    "button.session-button",
    { type: "button", "aria-expanded": "false", "aria-controls": id },
    "Session",
  );
  let soon;
  let shown;

  const look = async () => {
    clearTimeout(soon);
    if (element.hidden) return;
    const stored = await read(`users/${person.id}/session`).then(
      (value) => JSON.stringify(value, undefined, 2),
      () => "The playground cannot look into this bot's store.",
    );
    if (stored !== shown) content.replaceChildren(...colored(stored));
    shown = stored;
    // Sessions change without a call, too: a commit follows the reply.
    clearTimeout(soon);
    soon = setTimeout(look, 1_000);
  };
  toggle.addEventListener("click", () => {
    element.hidden = !element.hidden;
    toggle.setAttribute("aria-expanded", String(!element.hidden));
    void look();
  });

  return {
    element,
    toggle,
    refresh() {
      if (element.hidden) return;
      clearTimeout(soon);
      soon = setTimeout(look, 100);
    },
  };
}

/** JSON as nodes, its keys and values told apart by color. */
function* colored(json) {
  let at = 0;
  for (const match of json.matchAll(/("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d[\d.e+-]*/gi)) {
    const [token, string, colon] = match;
    yield json.slice(at, match.index);
    yield make(`span.${colon ? "key" : string ? "string" : "literal"}`, {}, token);
    at = match.index + token.length;
  }
  yield json.slice(at);
}
