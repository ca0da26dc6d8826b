import type { MessageEntity, User } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";

export type Span = { readonly offset: number; readonly length: number };
export type FindUser = (id: number) => User | undefined;

/** The entity for a link: a mention of a user, an address, or nothing if it leads nowhere. */
export function linkEntity(href: string, span: Span, findUser?: FindUser): MessageEntity | undefined {
  const mentioned = /^tg:\/\/user\?id=(\d+)$/.exec(href)?.[1];
  if (mentioned) {
    const user = findUser?.(Number(mentioned));
    return user && { type: "text_mention", user, ...span };
  }
  const url = normalised(href);
  return url === undefined ? undefined : { type: "text_link", url, ...span };
}

/** @throws {Refusal} unless the id is one. */
export function customEmojiEntity(id: string, span: Span): MessageEntity {
  if (!/^\d+$/.test(id)) throw badRequest("can't parse entities: Invalid custom emoji identifier specified");
  return { type: "custom_emoji", custom_emoji_id: id, ...span };
}

function normalised(href: string): string | undefined {
  const address = /^([a-z][a-z0-9+.-]*:\/\/|tg:|ton:)/i.test(href) ? href : `http://${href}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol === "tg:" || url.protocol === "ton:") return url.href;
  return /^https?:$/.test(url.protocol) && url.hostname.includes(".") ? url.href : undefined;
}
