import type { User } from "@grammyjs/types";

/** Whom bots are told as the sender of what a supergroup says itself: its anonymous administrators, among others. */
export const groupAnonymousBot: User = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: "Group",
  username: "GroupAnonymousBot",
};
