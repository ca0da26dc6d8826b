/** Reads a source from left to right. Places in error texts are bytes of its UTF-8. */
export class HtmlCursor {
  position = 0;

  constructor(private readonly source: string) {}

  get atEnd(): boolean {
    return this.position >= this.source.length;
  }

  /** The next character, "" at the end. */
  get next(): string {
    return this.source.charAt(this.position);
  }

  /** @param pattern sticky; what it matches is consumed. */
  take(pattern: RegExp): string {
    pattern.lastIndex = this.position;
    const [taken = ""] = pattern.exec(this.source) ?? [];
    this.position += taken.length;
    return taken;
  }

  place(position: number): string {
    return `at byte offset ${Buffer.byteLength(this.source.slice(0, position))}`;
  }
}

/** Decodes the few character references Telegram knows; the semicolon may be missing. `&nbsp;` stays as it is. */
export function decodeReferences(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-z]));?/gi,
    (reference, hex, decimal, name) => {
      if (name) return named.get(name) ?? reference;
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : reference;
    },
  );
}

const named: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
]);
