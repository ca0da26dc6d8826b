import type { Update } from "grammy/types";
import { originOf } from "../access/update-origin.ts";
import type { Backend, LogEntry } from "../backend.ts";

/** The inbox's entries that are not done with, by position, in the order of their arrival. */
export async function waitingIn({ log }: Backend): Promise<Map<string, LogEntry>> {
  const waiting = new Map<string, LogEntry>();
  for (let after: string | undefined; ; ) {
    const page = await log.unfinished(PAGE, after);
    for (const entry of page) waiting.set(entry.position, entry);
    after = page.at(-1)?.position;
    if (after === undefined) return waiting;
  }
}

/** Whose session an update changes. */
export function userOf({ payload }: LogEntry): number | undefined {
  try {
    return originOf(JSON.parse(payload) as Update).user?.id;
  } catch {
    // Damaged: it is nobody's, and will be set aside.
    return undefined;
  }
}

const PAGE = 500;
