import type { MessageEntity, User } from "@grammyjs/types";
import { lowered } from "./ascii.ts";
import { checkedLink } from "./checked-link.ts";
import { exactInteger } from "./integer.ts";
import { tgParameters } from "./tg-link.ts";

export type Span = { readonly offset: number; readonly length: number };
export type FindUser = (id: number) => User | undefined;

/** The entity for a link: a mention of a user, an address, or nothing if it leads nowhere. */
export function linkEntity(href: string, span: Span, findUser?: FindUser): MessageEntity | undefined {
  const userId = mentionedUser(href);
  if (userId !== undefined) return mentionEntity(userId, span, findUser)[0];
  const url = checkedLink(href);
  return url === undefined ? undefined : { type: "text_link", url, ...span };
}

/** Who nobody knows is not mentioned. */
export function mentionEntity(userId: number, { offset, length }: Span, findUser?: FindUser): MessageEntity[] {
  const user = findUser?.(userId);
  return user ? [{ type: "text_mention", user, offset, length }] : [];
}

/** Whom a link of the form `tg://user?id=1` leads to. */
export function mentionedUser(href: string): number | undefined {
  const id = tgParameters(lowered(href), "user")?.find(([name]) => name === "id")?.[1];
  const number = Number(id === undefined ? 0n : (exactInteger(id, 64) ?? 0n));
  return number > 0 && number < 2 ** 40 ? number : undefined;
}
