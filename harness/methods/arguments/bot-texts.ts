import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { BotAccount } from "../../world/bot-account.ts";
import { languageIn } from "./language.ts";

/** What a bot says about itself, in each language. */
export type BotText = "name" | "description" | "short_description";

const longest: Readonly<Record<BotText, number>> = { name: 64, description: 512, short_description: 120 };
const refusals: Readonly<Record<BotText, string>> = {
  name: "BOT_NAME_INVALID",
  description: "description is too long",
  short_description: "short description is too long",
};

/** Without a text, the one of this language is taken back. The name for all languages is the bot's own. @throws {Refusal} */
export function setText(call: Arguments, bot: BotAccount, which: BotText): true {
  const text = call.text(which).trim();
  if (text.length > longest[which]) throw badRequest(refusals[which]);
  const language = languageIn(call);
  const key = `${which} ${language}`;
  if (text === "") bot.texts.delete(key);
  else bot.texts.set(key, text);
  if (which === "name" && language === "" && text !== "") bot.rename(text);
  return true;
}

/** In the language asked for, else the one for all. */
export function textIn(call: Arguments, bot: BotAccount, which: BotText): string {
  const own = bot.texts.get(`${which} ${languageIn(call)}`) ?? bot.texts.get(`${which} `);
  return own ?? (which === "name" ? bot.me.first_name : "");
}
