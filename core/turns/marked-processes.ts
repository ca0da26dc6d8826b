import { readdir, readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

/** In the environment of every process that works for a turn, and so of all that those start: whose turn it is. */
export const TURN_VARIABLE = "HOLDFAST_TURN";

/**
 * Ends the processes that work for such turns: asks them first, and kills what is left after two seconds. They are known
 * by their environment, never by a name, which others may share. Knows Linux only; elsewhere it finds none.
 *
 * @param isMeant whether it is about what the variable says, `<bot>/<turn>`.
 * @returns how many there were.
 */
export async function endMarked(isMeant: (turn: string) => boolean): Promise<number> {
  const found = new Set<number>();
  const deadline = performance.now() + GRACE_MS;
  for (;;) {
    const left = await marked(isMeant);
    if (left.length === 0) return found.size;
    const isLate = performance.now() >= deadline;
    for (const pid of left) {
      // Once is enough to ask; to kill, as often as it takes.
      if (isLate || !found.has(pid)) send(pid, isLate ? "SIGKILL" : "SIGTERM");
      found.add(pid);
    }
    await pause(LOOK_EVERY_MS);
  }
}

async function marked(isMeant: (turn: string) => boolean): Promise<number[]> {
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name) && name !== String(process.pid)).map(Number);
  const turns = await Promise.all(pids.map(turnOf));
  return pids.filter((_, index) => isMeant(turns[index] ?? ""));
}

/** @returns undefined if it has none, is another user's, or has ended. */
async function turnOf(pid: number): Promise<string | undefined> {
  const variables = (await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "")).split("\0");
  return variables.find((variable) => variable.startsWith(BEGINS))?.slice(BEGINS.length);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

const BEGINS = `${TURN_VARIABLE}=`;
const GRACE_MS = 2_000;
const LOOK_EVERY_MS = 50;
