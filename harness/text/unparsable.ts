import { badRequest } from "../server/refusal.ts";

/** Markup that Telegram refuses. */
export const unparsable = (detail: string) => badRequest(`can't parse entities: ${detail}`);
