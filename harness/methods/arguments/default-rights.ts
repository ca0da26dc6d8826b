import type { ChatAdministratorRights } from "@grammyjs/types";
import { example } from "../../api/example.ts";
import type { Arguments } from "../../server/arguments.ts";

/** The rights that are always told of, and none of them given. */
export const noRights = () => example({ ref: "ChatAdministratorRights" }) as ChatAdministratorRights;

/** Which of a bot's two lists a call is about. */
export const placeIn = (call: Arguments) => (call.boolean("for_channels") ? "channels" : "groups");
