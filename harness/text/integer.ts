/** Reads the digits a text begins with and wraps around as C++ does; a text without any is 0. */
export function leadingInteger(text: string, bits: 32 | 64): bigint {
  const [, sign, digits] = /^(-?)(\d*)/.exec(text) ?? [];
  return BigInt.asIntN(bits, BigInt(`${digits || 0}`) * (sign ? -1n : 1n));
}

/** The number a text spells exactly as it would be printed: no zeros before it, no plus, nothing after it. */
export function exactInteger(text: string, bits: 32 | 64): bigint | undefined {
  const value = leadingInteger(text, bits);
  return String(value) === text ? value : undefined;
}
