import type { MessageEntity } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { soundLink } from "./checked-link.ts";
import { type FindUser, mentionEntity, mentionedUser } from "./link.ts";
import { cleanedText } from "./tidy/cleaned.ts";

/**
 * An entity that a bot spelled out, as TDLib takes it: a link leads somewhere, and one to a user is a mention.
 *
 * @returns none for a mention of somebody nobody knows.
 * @throws {Refusal} for an address, an emoji or a moment that is none.
 */
export function soundEntity(entity: MessageEntity, findUser?: FindUser): MessageEntity[] {
  switch (entity.type) {
    case "text_link": {
      const userId = mentionedUser(cleanedText(entity.url));
      if (userId !== undefined) return mentionEntity(userId, entity, findUser);
      return [{ ...entity, url: soundLink(entity.url, "entity") }];
    }
    case "pre":
      return [entity.language ? { ...entity, language: cleanedText(entity.language) } : entity];
    case "text_mention":
      return mentionEntity(entity.user.id, entity, findUser);
    case "custom_emoji":
      if (entity.custom_emoji_id === "0") throw badRequest("Invalid custom emoji identifier specified");
      return [entity];
    case "date_time":
      if (entity.unix_time <= 0) throw badRequest("Invalid date specified");
      return [entity];
    default:
      return [entity];
  }
}
