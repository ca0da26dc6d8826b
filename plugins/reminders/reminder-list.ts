import { z } from "zod";
import type { Collection } from "#core";
import { DAY_MS } from "./when.ts";

const reminderSchema = z.object({
  /** Chat and message it was asked for in: handled again after a crash, it is the same reminder. */
  id: z.string(),
  chatId: z.number(),
  threadId: z.number().optional(),
  messageId: z.number(),
  text: z.string(),
  /** In ms since the epoch. */
  due: z.number(),
  /** When it was sent. Kept for a day, so that an update handled again does not bring it back. */
  sentAt: z.number().optional(),
});

export type Reminder = Readonly<z.output<typeof reminderSchema>>;
export type ReminderList = readonly Reminder[];

/** Of each user, by id. Found by the time at which there is something to do. */
export const REMINDERS: Collection<ReminderList> = {
  name: "reminders",
  version: 1,
  schema: z.array(reminderSchema).readonly(),
  mark: (list) => nextTask(list),
};

export const nextTask = (list: ReminderList) =>
  Math.min(...list.map(({ due, sentAt }) => (sentAt === undefined ? due : sentAt + DAY_MS)));

/** What has not been sent, next one first. */
export const waiting = (list: ReminderList = []) =>
  list.filter(({ sentAt }) => sentAt === undefined).toSorted((one, other) => one.due - other.due);

/** With the new one, unless it is there already or too many are waiting. */
export function added(list: ReminderList = [], reminder: Reminder, limit: number): ReminderList {
  const full = waiting(list).length >= limit;
  return full || list.some(({ id }) => id === reminder.id) ? list : [...list, reminder];
}

export const without = (list: ReminderList = [], id: string) => orNone(list.filter((each) => each.id !== id));

/** With this one noted as sent. */
export const sent = (list: ReminderList = [], id: string, now: number) =>
  orNone(list.map((each) => (each.id === id ? { ...each, sentAt: now } : each)));

/** Without those sent more than a day ago. */
export const tidied = (list: ReminderList = [], now: number) =>
  orNone(list.filter(({ sentAt }) => sentAt === undefined || sentAt + DAY_MS > now));

const orNone = (list: ReminderList) => (list.length > 0 ? list : undefined);
