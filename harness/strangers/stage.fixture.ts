import { BotProcess, expect, freePort, startTelegram, type User, type Where } from "../index.ts";
import type { Library } from "./library.fixture.ts";

export type Transport = "polling" | "webhook";

/** A library's bot as a process, and two people. */
export async function stage({ command }: Library, transport: Transport, { token }: { readonly token?: string } = {}) {
  const disposal = new AsyncDisposableStack();
  const telegram = disposal.use(await startTelegram());
  const account = telegram.bot({ username: "stranger_bot" });
  const PORT = String(await freePort());
  const env = {
    TELEGRAM_TOKEN: token ?? account.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    ...(transport === "webhook" && {
      PORT,
      WEBHOOK_URL: `http://127.0.0.1:${PORT}/hook`,
      WEBHOOK_SECRET: "shibboleth",
    }),
  };
  const bot = disposal.use(new BotProcess({ telegram, account, command, env }));
  return {
    telegram,
    account,
    bot,
    alice: telegram.user({ firstName: "Alice" }),
    bob: telegram.user({ firstName: "Bob" }),
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

/** Strangers have no idle probe, and a busy machine makes them slow: these wait on. */
export const sees = (user: User, what: string | RegExp, where: Where = {}) =>
  expect(user).toSee(what, { within: 15_000, ...where });
