import { API_CONSTANTS } from "grammy";

/** Every type, named at each start: when none is named, Telegram goes on as it did last time. */
export const UPDATE_TYPES = API_CONSTANTS.ALL_UPDATE_TYPES;
