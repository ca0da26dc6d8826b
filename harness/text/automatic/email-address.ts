/** An address of mail, by Telegram's rules: they are narrower than those of mail. */
export const isEmailAddress = (text: string) => pattern.test(text);

const user = "(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}";
const domain = "(?:[a-z0-9](?:[a-z0-9_-]{0,28}[a-z0-9])?[.]){1,6}[a-z]{2,8}";
const pattern = new RegExp(`^${user}@${domain}$`, "i");
