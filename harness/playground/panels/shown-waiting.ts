import type { Update } from "@grammyjs/types";
import { describeContent } from "../../people/describe.ts";
import type { BotAccount } from "../../world/bot-account.ts";
import { chatOfUpdate } from "../../world/update-lane.ts";
import type { Progress } from "../../world/webhook-delivery.ts";

/** What waits for a bot. */
export interface ShownWaiting {
  readonly bot: string;
  /** How it gets its updates: where they are delivered, or by asking for them. */
  readonly webhook?: { readonly url: string; readonly lastError?: string };
  readonly total: number;
  /** The oldest of them, in their order. */
  readonly updates: readonly ShownUpdate[];
}

export interface ShownUpdate extends Partial<Progress> {
  readonly id: number;
  readonly kind: string;
  readonly chat?: number;
  /** Who did it. */
  readonly from?: string;
  readonly words: string;
  /** A poll has brought it to the bot, which has not acknowledged it. */
  readonly isFetched: boolean;
  /** In ms since the epoch. */
  readonly expiresAt: number;
  readonly update: Update;
}

const MOST = 100;

export function shownWaiting({ me, updates, webhook }: BotAccount): ShownWaiting {
  const { current, lastError } = webhook;
  const oldest = [...updates.unacknowledged].slice(0, MOST);
  return {
    bot: me.username,
    ...(current && { webhook: { url: current.url, ...(lastError && { lastError: lastError.message }) } }),
    total: updates.size,
    updates: oldest.map(({ update, isFetched, expiresAt }) => {
      const chat = chatOfUpdate(update);
      return {
        id: update.update_id,
        ...inWords(update),
        ...(chat !== undefined && { chat }),
        isFetched,
        expiresAt,
        ...webhook.progressOf(update),
        update,
      };
    }),
  };
}

function inWords(update: Update): Pick<ShownUpdate, "kind" | "from" | "words"> {
  const kind = Object.keys(update).find((name) => name !== "update_id") ?? "update";
  const { callback_query: press, inline_query: query, chosen_inline_result: choice } = update;
  const message = update.message ?? update.edited_message ?? update.channel_post ?? update.edited_channel_post;
  const content = Object.values(update).find((value) => typeof value === "object") as { from?: { first_name: string } };
  const words = message ? describeContent(message) : (press?.data ?? query?.query ?? choice?.query ?? "");
  return { kind, ...(content?.from && { from: content.from.first_name }), words };
}
