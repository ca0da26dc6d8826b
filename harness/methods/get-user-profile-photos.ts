import { photoSizes } from "../world/picture.ts";
import { userIn } from "./arguments/managed-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getuserprofilephotos */
export const getUserProfilePhotos: BotApiMethod<"getUserProfilePhotos"> = (call, caller) => {
  const { id } = userIn(call, caller);
  const offset = call.integer("offset", { min: 0 });
  const limit = call.integer("limit", { absent: 100, min: 1, max: 100 });
  const pictures = caller.world.pictures.get(id) ?? [];
  return { total_count: pictures.length, photos: pictures.slice(offset, offset + limit).map(photoSizes) };
};
