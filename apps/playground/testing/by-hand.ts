import type { Message, Update } from "@grammyjs/types";
import type { BrowserContextOptions } from "playwright-core";
import { BotProcess, startPlayground, startTelegram, type User } from "#harness";
import { openPage, person } from "./browser.ts";

/** The page with Alice, Bob and a bot that is played by hand: it says what no well-behaved bot would. */
export async function botByHand(options: BrowserContextOptions = {}) {
  const telegram = await startTelegram();
  const account = telegram.bot({ username: "hand_bot", firstName: "Handy", privacyMode: false });
  const [alice, bob] = ["Alice", "Bob"].map((firstName) => telegram.user({ firstName })) as [User, User];
  const bot = new BotProcess({ telegram, account, command: ["true"] });
  const playground = await startPlayground({ telegram, bot, users: [alice, bob] });
  const browser = await openPage(playground.url, options);
  const post = async (method: string, fields: object): Promise<unknown> => {
    const response = await fetch(`${telegram.apiRoot}/bot${account.token}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fields),
    });
    const { ok, result, description } = (await response.json()) as Answer;
    if (!ok) throw new Error(description);
    return result;
  };
  let offset = 0;
  let latest: Message | undefined;
  return {
    /** What the bot heard last. */
    async heard(): Promise<Message | undefined> {
      const updates = (await post("getUpdates", { offset })) as Update[];
      for (const { update_id, message, channel_post } of updates) {
        offset = update_id + 1;
        latest = message ?? channel_post ?? latest;
      }
      return latest;
    },
    telegram,
    account,
    url: playground.url,
    page: browser.page,
    complaints: browser.complaints,
    /** Themselves, as the bot's Telegram knows them. */
    people: { alice, bob },
    alice: person(browser.page, "Alice"),
    bob: person(browser.page, "Bob"),
    post,
    /** The bot does something in Alice's chat, unless another is named. @returns the message's id. */
    async call(method: string, fields: object): Promise<number> {
      const result = (await post(method, { chat_id: alice.id, ...fields })) as { readonly message_id: number };
      return result.message_id;
    },
    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]();
      await playground[Symbol.asyncDispose]();
      await telegram[Symbol.asyncDispose]();
    },
  };
}

interface Answer {
  readonly ok: boolean;
  readonly description: string;
  readonly result: unknown;
}
