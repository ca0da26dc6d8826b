import type { Backend } from "../backend.ts";
import { RUN_KEY } from "../inbox/crash-watch.ts";
import { waitingIn } from "./waiting.ts";

export interface Differences {
  /** Entries that are in one of them only, or differ in value or marks. */
  readonly entries: number;
  /** Updates that wait in one of them only, or ids that only one knows as done. */
  readonly inbox: number;
}

/** Compares all that `copyStore` copies. */
export async function compareStores(one: Backend, other: Backend): Promise<Differences> {
  let entries = 0;
  for await (const keys of pagesOf(one)) {
    const [here, there] = [await marked(one, keys), await marked(other, keys)];
    entries += keys.filter((key) => here.get(key) !== there.get(key)).length;
  }
  for await (const keys of pagesOf(other)) {
    const here = await marked(one, keys);
    entries += keys.filter((key) => !here.has(key)).length;
  }
  const [here, there] = [await inboxOf(one), await inboxOf(other)];
  const inBoth = [...here].filter((entry) => there.has(entry)).length;
  return { entries, inbox: here.size + there.size - 2 * inBoth };
}

async function* pagesOf(store: Backend): AsyncIterable<string[]> {
  let page: string[] = [];
  for await (const [key] of store.scan("")) {
    if (key !== RUN_KEY) page.push(key);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  yield page;
}

async function marked(store: Backend, keys: readonly string[]): Promise<Map<string, string>> {
  const entries = await store.entriesOf(keys);
  return new Map(entries.map(({ key, value, marks }) => [key, JSON.stringify([value, Object.entries(marks).sort()])]));
}

async function inboxOf(store: Backend): Promise<Set<string>> {
  const inbox = new Set<string>();
  for (const { id, position, payload } of (await waitingIn(store)).values())
    inbox.add(JSON.stringify([id, position, payload]));
  for await (const { id, position } of store.log.finished()) inbox.add(JSON.stringify([id, position]));
  return inbox;
}

const PAGE = 500;
