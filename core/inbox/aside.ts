import type { Backend } from "../backend.ts";
import type { InboxEntry } from "./inbox.ts";

/** An update that was taken out of the inbox because handling it failed, kept for a person to decide. */
export interface SetAside {
  /** What `holdfast inbox retry` and `drop` take. */
  readonly id: string;
  readonly update: { readonly update_id: number };
  /** When it arrived and when it was set aside, ISO 8601. */
  readonly arrived: string;
  readonly at: string;
  /** The plugin that threw, if it was one. */
  readonly plugin?: string;
  readonly reason: string;
}

/** Keeps the update; its inbox entry may be finished afterwards. */
export async function setAside(
  backend: Backend,
  entry: InboxEntry,
  why: { plugin?: string; reason: string },
  now: number,
) {
  const record: SetAside = {
    id: entry.id,
    update: entry.update,
    arrived: new Date(entry.at).toISOString(),
    at: new Date(now).toISOString(),
    ...why,
  };
  await backend.compareAndSet(`${PREFIX}${entry.id}`, undefined, JSON.stringify(record));
}

export async function listAside(backend: Backend): Promise<SetAside[]> {
  const records: SetAside[] = [];
  for await (const [, value] of backend.scan(PREFIX)) records.push(JSON.parse(value) as SetAside);
  return records.sort((one, other) => one.at.localeCompare(other.at));
}

/**
 * Puts the update back at the end of the inbox; a running bot finds it there.
 *
 * @param id as listed, or the number that Telegram gave the update.
 * @returns false if there is none of this id.
 */
export async function retryAside(backend: Backend, id: string, now: number): Promise<boolean> {
  const found = await find(backend, id);
  if (!found) return false;
  const { update, id: listed } = JSON.parse(found.raw) as SetAside;
  // An id of its own: the update's id may still be held as finished, and a retry must count as new.
  await backend.log.append([{ id: `retry:${listed}:${now}`, payload: JSON.stringify(update), at: now }]);
  return backend.compareAndSet(found.key, found.raw, undefined);
}

/** Forgets the update. @param id as with `retryAside`. @returns false if there is none of this id. */
export async function dropAside(backend: Backend, id: string): Promise<boolean> {
  const found = await find(backend, id);
  return found !== undefined && backend.compareAndSet(found.key, found.raw, undefined);
}

async function find(backend: Backend, id: string): Promise<{ key: string; raw: string } | undefined> {
  const key = `${PREFIX}${id}`;
  const raw = await backend.read(key);
  if (raw !== undefined) return { key, raw };
  const record = (await listAside(backend)).find(({ update }) => String(update.update_id) === id);
  return record && find(backend, record.id);
}

const PREFIX = "aside:";
