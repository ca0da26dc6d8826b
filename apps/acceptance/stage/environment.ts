import type { Column } from "./column.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** All that the bot reads: whatever the shell of this run says about it must not reach the bots under test. */
const VARIABLES = [
  "TELEGRAM_TOKEN",
  "ALLOWED_USER_IDS",
  "ALLOW_ALL_USERS",
  "TELEGRAM_API_ROOT",
  "WEBHOOK_URL",
  "WEBHOOK_SECRET",
  "PORT",
  "SESSION_STORE",
  "DURABILITY",
  "PLUGINS",
  "AGENT",
  "ECHO_DELAY",
  "WORKSPACE",
  "LOG_LEVEL",
];

export interface Situation {
  readonly column: Column;
  readonly token: string;
  readonly apiRoot: string;
  readonly port: number;
  /** Where Redis is; undefined: the default, `sessions/bot_data.sqlite` in the bot's directory. */
  readonly redisUrl: string | undefined;
}

/** What an operator would set for this column, and no more. */
export function environmentFor({ column, token, apiRoot, port, redisUrl }: Situation): Environment {
  return {
    ...Object.fromEntries(VARIABLES.map((name) => [name, undefined])),
    TELEGRAM_TOKEN: token,
    TELEGRAM_API_ROOT: apiRoot,
    PORT: String(port),
    ...(redisUrl !== undefined && { SESSION_STORE: redisUrl }),
    ...(column.mode === "webhook" && { WEBHOOK_URL: `http://127.0.0.1:${port}/webhook` }),
  };
}
