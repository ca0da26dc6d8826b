/**
 * Decodes the few character references Telegram knows: four names and numbers of up to nine characters with their
 * `&#`. The semicolon may be missing. `&nbsp;` stays as it is.
 */
export function decodeReferences(text: string, seen: (code: number) => void = () => {}): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([0-9a-f]*)|#(\d*)|([a-z]*));?/gi,
    (reference, hex?: string, digits?: string, name?: string) => {
      if (name !== undefined) return named.get(name) ?? reference;
      if (/^&#X/.test(reference)) return reference;
      const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(digits);
      if (!(code > 0 && code < 0x10ffff) || reference.replace(";", "").length >= 10) return reference;
      seen(code);
      return String.fromCodePoint(code);
    },
  );
}

/** Half a UTF-16 pair: no character, and Telegram does not put two together. */
export const isSurrogate = (code: number) => code >= 0xd800 && code <= 0xdfff;

const named: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
]);
