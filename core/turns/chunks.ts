/** Telegram takes 4,096 characters a message. */
export const MOST_CHARACTERS = 4_096;

/** Cuts a text into messages: at the last line break or space that fits, never inside a surrogate pair. */
export function chunksOf(text: string, most = MOST_CHARACTERS): string[] {
  const chunks: string[] = [];
  let rest = text.trim();
  while (rest.length > most) {
    const window = rest.slice(0, most);
    const lineBreak = window.lastIndexOf("\n");
    const gap = lineBreak > most / 2 ? lineBreak : window.lastIndexOf(" ");
    const end = gap > most / 2 ? gap : splitsPair(rest, most) ? most - 1 : most;
    chunks.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  if (rest) chunks.push(rest);
  return chunks;
}

function splitsPair(text: string, index: number): boolean {
  const code = text.charCodeAt(index - 1);
  return code >= 0xd800 && code <= 0xdbff;
}
