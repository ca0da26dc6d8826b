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
