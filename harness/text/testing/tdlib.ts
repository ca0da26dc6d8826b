import type { MessageEntity } from "@grammyjs/types";
import { getTdjson } from "prebuilt-tdlib";
import tdl from "tdl";
import type { Mode, Outcome } from "./vector.ts";

tdl.configure({ tdjson: getTdjson(), verbosityLevel: 0 });

export const tdlibVersion = String(ask({ _: "getOption", name: "version" }).value);

/** What TDLib makes of a text. Offline, without an account. */
export function askTdlib(mode: Mode, text: string, entities: readonly MessageEntity[] = []): Outcome {
  const answer = ask(question(mode, text, entities));
  if (answer._ === "error") return { error: reason(String(answer.message)) };
  return { text: answer.text ?? text, entities: (answer.entities ?? []).map(botApiEntity) };
}

/** The Bot API server puts `Bad Request: ` before it and takes its first capital away. */
function reason(message: string): string {
  const detail = message.replace("Can't parse entities: ", "");
  return detail === message ? message.charAt(0).toLowerCase() + message.slice(1) : detail;
}

interface Answer {
  readonly _: string;
  readonly message?: string;
  readonly value?: unknown;
  readonly text?: string;
  readonly entities?: readonly TdEntity[];
}

interface TdEntity {
  readonly offset: number;
  readonly length: number;
  readonly type: { readonly _: string; readonly [field: string]: unknown };
}

function ask(query: object): Answer {
  return tdl.execute(query as never) as unknown as Answer;
}

function question(mode: Mode, text: string, entities: readonly MessageEntity[]): object {
  switch (mode) {
    case "html":
      return { _: "parseTextEntities", text, parse_mode: { _: "textParseModeHTML" } };
    case "markdown":
      return { _: "parseTextEntities", text, parse_mode: { _: "textParseModeMarkdown", version: 1 } };
    case "markdown-v2":
      return { _: "parseTextEntities", text, parse_mode: { _: "textParseModeMarkdown", version: 2 } };
    case "automatic":
      return { _: "getTextEntities", text };
    case "tidy":
      // Without marks of TDLib's own Markdown in the text, all this does is what it does to every text it sends, but for the trimming.
      return { _: "parseMarkdown", text: { _: "formattedText", text, entities: entities.map(tdEntity) } };
  }
}

/** In both directions; the rest have fields of their own. */
const plainTypes: ReadonlyMap<string, MessageEntity["type"] | "bank_card_number" | "media_timestamp"> = new Map([
  ["Mention", "mention"],
  ["Hashtag", "hashtag"],
  ["Cashtag", "cashtag"],
  ["BotCommand", "bot_command"],
  ["Url", "url"],
  ["EmailAddress", "email"],
  ["PhoneNumber", "phone_number"],
  ["BankCardNumber", "bank_card_number"],
  ["MediaTimestamp", "media_timestamp"],
  ["Bold", "bold"],
  ["Italic", "italic"],
  ["Underline", "underline"],
  ["Strikethrough", "strikethrough"],
  ["Spoiler", "spoiler"],
  ["BlockQuote", "blockquote"],
  ["ExpandableBlockQuote", "expandable_blockquote"],
  ["Code", "code"],
  ["Pre", "pre"],
]);

function botApiEntity({ offset, length, type }: TdEntity): MessageEntity {
  const name = type._.replace("textEntityType", "");
  return { ...fieldsOf(name, type), offset, length } as MessageEntity;
}

function fieldsOf(name: string, type: TdEntity["type"]): object {
  switch (name) {
    case "PreCode":
      return { type: "pre", language: type.language };
    case "TextUrl":
      return { type: "text_link", url: type.url };
    case "MentionName":
      return { type: "text_mention", user: { id: type.user_id } };
    case "CustomEmoji":
      return { type: "custom_emoji", custom_emoji_id: type.custom_emoji_id };
    case "DateTime":
      return { type: "date_time", unix_time: type.unix_time, date_time_format: formatOf(type.formatting_type) };
    default:
      return { type: plainTypes.get(name) };
  }
}

interface DateFormat {
  readonly _: string;
  readonly time_precision: { readonly _: string };
  readonly date_precision: { readonly _: string };
  readonly show_day_of_week: boolean;
}

function formatOf(given: unknown): string {
  const format = given as DateFormat | null | undefined;
  if (!format) return "";
  if (format._ === "dateTimeFormattingTypeRelative") return "r";
  const precision = ({ _ }: { _: string }, short: string, long: string) =>
    _.endsWith("Short") ? short : _.endsWith("Long") ? long : "";
  const day = format.show_day_of_week ? "w" : "";
  return day + precision(format.date_precision, "d", "D") + precision(format.time_precision, "t", "T");
}

function tdEntity(entity: MessageEntity): object {
  const { offset, length } = entity;
  return { _: "textEntity", offset, length, type: tdType(entity) };
}

function tdType(entity: MessageEntity): object {
  switch (entity.type) {
    case "pre":
      return entity.language ? { _: "textEntityTypePreCode", language: entity.language } : { _: "textEntityTypePre" };
    case "text_link":
      return { _: "textEntityTypeTextUrl", url: entity.url };
    case "custom_emoji":
      return { _: "textEntityTypeCustomEmoji", custom_emoji_id: entity.custom_emoji_id };
    case "text_mention":
      return { _: "textEntityTypeMentionName", user_id: entity.user.id };
    case "date_time":
      return {
        _: "textEntityTypeDateTime",
        unix_time: entity.unix_time,
        formatting_type: tdFormat(entity.date_time_format),
      };
    default:
      return { _: `textEntityType${[...plainTypes].find(([, type]) => type === entity.type)?.[0]}` };
  }
}

function tdFormat(format: string): object | null {
  if (format === "") return null;
  if (format === "r") return { _: "dateTimeFormattingTypeRelative" };
  const precision = (short: string, long: string) =>
    `dateTimePartPrecision${format.includes(short) ? "Short" : format.includes(long) ? "Long" : "None"}`;
  return {
    _: "dateTimeFormattingTypeAbsolute",
    date_precision: { _: precision("d", "D") },
    time_precision: { _: precision("t", "T") },
    show_day_of_week: format.includes("w"),
  };
}
