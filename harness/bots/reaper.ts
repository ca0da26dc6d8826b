import { type ChildProcess, spawn } from "node:child_process";

/**
 * Sees to it that a child and its children end with this process, even if this process is killed: a shell waits for
 * the pipe between the two to close, and then kills the child's process group.
 */
export class Reaper {
  private readonly group: number;
  private readonly shell: ChildProcess;
  private readonly killAtExit: () => void;

  constructor(group: number) {
    this.group = group;
    this.killAtExit = () => killGroup(group);
    process.once("exit", this.killAtExit);
    this.shell = spawn("/bin/sh", ["-c", `read -r _; kill -9 -${group}`], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
    this.shell.on("error", () => undefined);
    this.shell.unref();
  }

  /** Kills what is left of the group now, and watches no longer. */
  finish(): void {
    process.off("exit", this.killAtExit);
    this.shell.kill("SIGKILL");
    killGroup(this.group);
  }
}

function killGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // Nobody is left.
  }
}
