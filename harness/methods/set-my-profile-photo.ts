import { fault } from "../api/fault.ts";
import { badRequest } from "../server/refusal.ts";
import { takePicture } from "../world/picture.ts";
import type { BotApiMethod } from "./method.ts";

/** Its refusals are worded by us. @see https://core.telegram.org/bots/api#setmyprofilephoto */
export const setMyProfilePhoto: BotApiMethod<"setMyProfilePhoto"> = (call, { bot, world }) => {
  const given = call.json("photo", "profile photo");
  const wrong = fault(given, { ref: "InputProfilePhoto" });
  if (wrong) throw badRequest(`can't parse profile photo: ${wrong}`);
  const fields = call.within(new Map(Object.entries(given as object)));
  const upload = fields.file(fields.has("photo") ? "photo" : "animation");
  if (!upload) throw badRequest("there is no photo in the request");
  world.pictures.set(bot.id, [takePicture(world.files, upload.bytes), ...(world.pictures.get(bot.id) ?? [])]);
  return true;
};
