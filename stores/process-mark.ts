import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";

/** Goes into the name of a file that is of use to this process alone, so that others know when it has become none. */
export const newMark = (): string => `${MACHINE}-${process.pid}-${LIFE}-${randomBytes(4).toString("hex")}`;

/** How a mark looks, for expressions that find it in a name. */
export const MARK = "[0-9a-f]{8}-\\d+-[0-9a-f]{8}-[0-9a-f]{8}";

/** Whether the process that marked it is gone for sure: of what runs on other machines, or in other containers, nothing is. */
export function isOrphan(mark: string): boolean {
  const [machine, pid = "", life] = mark.split("-");
  if (machine !== MACHINE) return false;
  // In a container every life of the bot has the same number.
  return Number(pid) === process.pid ? life !== LIFE : !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Shared directories are seen by containers with process numbers of their own; each has its own host name. */
const MACHINE = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const LIFE = randomBytes(4).toString("hex");
