import type { ComponentChildren } from "preact";

/** JSON with its keys and values told apart by colour. */
export function Json({ text }: { readonly text: string }) {
  return <pre class="json">{colored(text)}</pre>;
}

function colored(json: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const match of json.matchAll(/("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d[\d.e+-]*/gi)) {
    const [token, string, colon] = match;
    const kind = colon ? "key" : string ? "string" : "literal";
    parts.push(
      json.slice(at, match.index),
      <span key={match.index} class={kind}>
        {token}
      </span>,
    );
    at = match.index + token.length;
  }
  parts.push(json.slice(at));
  return parts;
}
