/** Telegram's case is that of ASCII: `toLowerCase` would turn a Kelvin sign into a `k`, and one character into two. */
export const lowered = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** What Telegram takes for white space in markup, for use within a character class. The zero is the end of a C string, too. */
export const space = String.raw` \t\r\n\0\v`;
