import type { BotAccount } from "../../world/bot-account.ts";

/** Leaves tokens and secrets out of what is shown, wherever in it they stand. */
export function discreet(bots: Iterable<BotAccount>): <T>(value: T) => T {
  const secrets = [...bots].flatMap(({ token, webhook }) => {
    const [, secret = token] = token.split(":");
    return [token, encodeURIComponent(token), secret, ...(webhook.current?.secret ? [webhook.current.secret] : [])];
  });
  return <T>(value: T): T => {
    const text = JSON.stringify(value);
    const shown = secrets.reduce((left, secret) => left.replaceAll(inJson(secret), "•••"), text);
    return shown === text ? value : JSON.parse(shown);
  };
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
