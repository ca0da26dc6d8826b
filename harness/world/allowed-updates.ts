import type { UpdateKind } from "./update-queue.ts";

/**
 * Which kinds of update a bot wants. Kept between calls and shared by polling and webhook; applied when an update is
 * created, not when it is fetched.
 */
export class AllowedUpdates {
  private kinds: ReadonlySet<string> = defaultKinds;

  has(kind: UpdateKind): boolean {
    return this.kinds.has(kind);
  }

  /** Takes what a call asks for. Absent, unreadable or not a list of names: as before. */
  change(asked: unknown): void {
    if (!Array.isArray(asked) || !asked.every((name) => typeof name === "string")) return;
    const known = asked.map((name) => name.toLowerCase()).filter((name) => allKinds.has(name));
    this.kinds = known.length === 0 ? defaultKinds : new Set(known);
  }

  /** Names, unless it is the default. */
  toJSON(): UpdateKind[] | undefined {
    return this.kinds === defaultKinds ? undefined : ([...this.kinds] as UpdateKind[]);
  }
}

const onlyOnRequest: readonly UpdateKind[] = ["chat_member", "message_reaction", "message_reaction_count"];

const byDefault: readonly UpdateKind[] = [
  "message",
  "edited_message",
  "channel_post",
  "edited_channel_post",
  "business_connection",
  "business_message",
  "edited_business_message",
  "deleted_business_messages",
  "guest_message",
  "stopped_message_generation",
  "inline_query",
  "chosen_inline_result",
  "callback_query",
  "shipping_query",
  "pre_checkout_query",
  "purchased_paid_media",
  "poll",
  "poll_answer",
  "my_chat_member",
  "chat_join_request",
  "chat_boost",
  "removed_chat_boost",
  "managed_bot",
  "subscription",
];

const defaultKinds: ReadonlySet<string> = new Set(byDefault);
const allKinds: ReadonlySet<string> = new Set([...byDefault, ...onlyOnRequest]);
