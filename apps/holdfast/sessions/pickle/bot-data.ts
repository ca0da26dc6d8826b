import { foreignSession, type MovingSession } from "#core";
import { type Fields, PREFERENCES, SESSION_FIELDS } from "./python-fields.ts";
import { Remarks } from "./remarks.ts";
import { PickleRefused } from "./unpickle.ts";

export interface BotData {
  readonly sessions: readonly MovingSession[];
  /** What was not taken as it is, a line each. */
  readonly remarks: readonly string[];
}

/**
 * The sessions in what python-telegram-bot's PicklePersistence keeps: all of it in one file, or the file of `user_data`
 * alone that it writes with `single_file=False`. What is missing gets its default, and so does what makes no sense.
 *
 * @param name of the file, for errors.
 * @param zone where clocks hung that do not say.
 * @throws {PickleRefused} if it is something else.
 */
export function sessionsOf(data: unknown, name: string, zone: string): BotData {
  const users = userDataOf(data);
  if (!users) {
    const hint = "Nothing was imported. With single_file=False, name the file that ends in _user_data.";
    throw new PickleRefused(`${name} holds no user_data of python-telegram-bot.`, hint);
  }
  const remarks = new Remarks(zone);
  remarkOthers(data, remarks);
  const sessions: MovingSession[] = [];
  for (const [userId, fields] of users) {
    if (!Number.isSafeInteger(userId) || Number(userId) <= 0) remarks.add("left out: an entry whose key is no user id");
    else if (!(fields instanceof Map)) remarks.add("left out: user_data that is no dict", Number(userId));
    // As PTB leaves it for users whose data nobody has set.
    else if (fields.size === 0) remarks.add("left out: no data", Number(userId));
    else sessions.push(foreignSession(Number(userId), fieldsOf(Number(userId), fields, remarks)));
  }
  return { sessions, remarks: remarks.lines() };
}

function userDataOf(data: unknown): Map<unknown, unknown> | undefined {
  if (!(data instanceof Map)) return undefined;
  const users: unknown = data.get("user_data");
  if (users instanceof Map) return users;
  const isUserData =
    data.size > 0 && [...data].every(([key, value]) => typeof key === "number" && value instanceof Map);
  return isUserData ? data : undefined;
}

/** What plugins of a Python bot kept there has no place in a session. */
function remarkOthers(data: unknown, remarks: Remarks): void {
  for (const part of ["chat_data", "bot_data", "conversations"]) {
    const kept: unknown = data instanceof Map ? data.get(part) : undefined;
    if (kept instanceof Map && kept.size > 0) remarks.add(`left out: ${part}`);
  }
}

function fieldsOf(userId: number, data: ReadonlyMap<unknown, unknown>, remarks: Remarks): Record<string, unknown> {
  const { preferences, ...fields } = Object.fromEntries(data) as Record<string, unknown>;
  const session = taken(userId, fields, SESSION_FIELDS, remarks);
  if (preferences instanceof Map)
    session.preferences = taken(userId, Object.fromEntries(preferences), PREFERENCES, remarks);
  else if (preferences !== undefined) remarks.add("preferences makes no sense and got its default", userId);
  return session;
}

function taken(userId: number, from: Readonly<Record<string, unknown>>, fields: Fields, remarks: Remarks) {
  const session: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(from)) {
    const [name, convert] = Object.hasOwn(fields, key) ? (fields[key] ?? []) : [];
    if (!name || !convert) {
      remarks.add(`left out: ${key}, which is not known here`, userId);
      continue;
    }
    const converted = convert(value, { userId, remarks });
    if (converted === undefined) remarks.add(`${key} makes no sense and got its default`, userId);
    else session[name] = converted;
  }
  return session;
}
