import type { Call, CallLog } from "../../server/call-log.ts";

/** Which calls to show. */
export interface CallFilter {
  /** A part of the method's name, in any letter case; polls are shown only to who names them whole. */
  readonly method?: string | undefined;
  /** Only those that are about this chat. */
  readonly chat?: number | undefined;
  readonly outcome?: "ok" | "refused" | undefined;
  /** Anywhere in what was asked or answered, in any letter case. */
  readonly text?: string | undefined;
  /** How many of the latest. */
  readonly limit: number;
}

export interface ShownCall extends Omit<Call, "arguments"> {
  readonly arguments: Readonly<Record<string, unknown>>;
}

/**
 * The latest calls that fit, newest first.
 * @param discreet leaves out what nobody is to see.
 */
export function shownCalls(calls: CallLog, filter: CallFilter, discreet: <T>(value: T) => T): readonly ShownCall[] {
  const found: ShownCall[] = [];
  for (const call of calls.newestFirst()) {
    if (found.length >= filter.limit) break;
    if (!isWanted(call, filter)) continue;
    const shown = discreet({ ...call, arguments: call.arguments.toJSON() });
    if (holds(shown, filter.text)) found.push(shown);
  }
  return found;
}

function isWanted(call: Call, { method = "", chat, outcome }: CallFilter): boolean {
  const [name, wanted] = [call.method.toLowerCase(), method.trim().toLowerCase()];
  if (name === "getupdates" ? wanted !== name : !name.includes(wanted)) return false;
  if (outcome && call.answer?.ok !== (outcome === "ok")) return false;
  return chat === undefined || isAbout(call, chat);
}

function isAbout({ arguments: call, answer }: Call, chat: number): boolean {
  const said = answer?.said as { readonly chat?: { readonly id?: number } } | undefined;
  return call.text("chat_id") === String(chat) || (typeof said === "object" && said?.chat?.id === chat);
}

const holds = ({ arguments: given, answer }: ShownCall, text = "") =>
  text === "" || JSON.stringify([given, answer?.said]).toLowerCase().includes(text.toLowerCase());
