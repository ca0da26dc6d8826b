import { spawnSync } from "node:child_process";

/**
 * How large the files may become that a bot writes: what comes close to a full disk where none can be mounted. A write
 * beyond it fails with EFBIG; runtimes that do not ignore SIGXFSZ, as Node and Python do, are killed. Pipes have no size.
 */
export class SizeLimit {
  private bytes: number | undefined;

  /** @param pid of the process that runs, if one does; those that it has started already keep theirs. */
  set(bytes: number | undefined, pid: number | undefined): void {
    this.bytes = bytes;
    if (pid !== undefined) prlimit(`--pid=${pid}`, this.option);
  }

  /** What starts a program under this limit, and then is that program: signals reach it as before. */
  around(command: readonly [string, ...string[]]): readonly [string, ...string[]] {
    return this.bytes === undefined ? command : ["prlimit", this.option, "--", ...command];
  }

  private get option(): string {
    return `--fsize=${this.bytes ?? "unlimited"}:unlimited`;
  }
}

function prlimit(...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync("prlimit", args, { encoding: "utf8" });
  if (status === 0) return;
  throw new Error(`prlimit, which Linux has, failed: ${(stderr ?? error?.message ?? "").trim()}`);
}
