import type { BotAccount } from "../world/bot-account.ts";
import { Group } from "./group.ts";
import type { Place, User } from "./user.ts";

/** See `User.openLink`. */
export async function openLink(user: User, link: string, place: Place | undefined): Promise<void> {
  const { name, query } = parsed(link) ?? fail(`${link} is no link of Telegram's.`);
  const bot = user.world.botNamed(name);
  if (!bot || /^\+|^joinchat\//.test(name)) return user.join(link);
  const payload = query.get("startgroup") ?? query.get("start");
  if (query.has("startgroup")) return startInGroup(user, bot, payload ?? "", place);
  if (payload !== null) await user.start(payload, bot);
}

/** @throws unless it can stand in a deep link. */
export function soundPayload(payload: string): string {
  if (/^[\w-]{0,64}$/.test(payload)) return payload;
  throw new Error(`A link can't start a bot with "${payload}": it takes up to 64 of A-Z a-z 0-9 _ and -.`);
}

async function startInGroup(user: User, bot: BotAccount, payload: string, place: Place | undefined): Promise<void> {
  if (!(place instanceof Group)) fail("The link adds the bot to a group: say which with { in: group }.");
  place.addBy(user, bot);
  const words = soundPayload(payload) === "" ? "" : ` ${payload}`;
  await user.send(`/start@${bot.me.username}${words}`, { in: place });
}

function parsed(link: string): { readonly name: string; readonly query: URLSearchParams } | undefined {
  const address = URL.parse(/^[a-z]+:/i.test(link) ? link : `https://${link}`);
  if (address?.protocol === "tg:" && address.host === "resolve") {
    return { name: address.searchParams.get("domain") ?? "", query: address.searchParams };
  }
  const isKnown = /^https?:$/.test(address?.protocol ?? "") && /^(t|telegram)\.me$/.test(address?.host ?? "");
  return address && isKnown ? { name: address.pathname.slice(1), query: address.searchParams } : undefined;
}

function fail(what: string): never {
  throw new Error(what);
}
