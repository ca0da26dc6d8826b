import type { Chat, Message, Update, User } from "grammy/types";

/** Who is behind an update, and where. */
export interface Origin {
  /** A person with a session; undefined for channel posts, anonymous admins, bots and Telegram's own account. */
  readonly user: User | undefined;
  readonly chat: Chat | undefined;
  readonly threadId: number | undefined;
  /** The message sent or edited, if the update is one. */
  readonly message: Message | undefined;
}

/** Telegram's own account, which forwards channel posts into groups. It is not flagged as a bot; anonymous admins are. */
const TELEGRAM_ACCOUNT = 777000;

export function originOf(update: Update): Origin {
  const message =
    update.message ?? update.edited_message ?? update.business_message ?? update.edited_business_message ?? undefined;
  const payload = Object.values(update).find((value) => typeof value === "object") as Payload | undefined;
  const sender = payload?.from ?? payload?.user;
  const place = payload?.message ?? (payload as Message | undefined);
  return {
    user: sender && !sender.is_bot && sender.id !== TELEGRAM_ACCOUNT ? sender : undefined,
    chat: payload?.chat ?? payload?.message?.chat,
    threadId: place && "is_topic_message" in place && place.is_topic_message ? place.message_thread_id : undefined,
    message,
  };
}

/** Updates of a lane are handled one at a time, in order. */
export function laneOf({ user, chat }: Origin): string {
  if (user) return laneOfUser(user.id);
  return chat ? `chat:${chat.id}` : "bot";
}

export const laneOfUser = (userId: number): string => `${OF_USER}${userId}`;

/** The opposite of `laneOfUser`; undefined if the lane is no user's. */
export const userOfLane = (lane: string): number | undefined =>
  lane.startsWith(OF_USER) ? Number(lane.slice(OF_USER.length)) : undefined;

const OF_USER = "user:";

interface Payload {
  readonly from?: User;
  readonly user?: User;
  readonly chat?: Chat;
  readonly message?: Message;
}
