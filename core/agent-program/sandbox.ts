import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { promisify } from "node:util";
import { SetupInvalid } from "../errors.ts";

/** How a command is run so that it sees only part of the machine. */
export interface Sandbox {
  /** The command that runs `command` with these arguments inside. */
  wrap(command: string, args: readonly string[], room: Room): { readonly command: string; readonly args: string[] };
}

/** What is seen from inside. */
export interface Room {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Writable, and nothing else is but temporary files. */
  readonly directories: readonly string[];
  /** Seen besides the system and what is in `PATH`. Default: nothing. */
  readonly seen?: readonly string[];
}

export interface SandboxWish {
  /** `true` insists, `false` does without. Default: where it can be had. */
  readonly sandboxed?: boolean;
  /** Of the bot. */
  readonly environment: Room["environment"];
  /** What an operator would have to leave out to do without one. */
  readonly variable: string;
}

/**
 * What keeps users apart; undefined where bubblewrap is not installed, or may not make namespaces.
 *
 * @throws {SetupInvalid} if it is insisted on there.
 */
export async function findSandbox({ sandboxed, environment, variable }: SandboxWish): Promise<Sandbox | undefined> {
  if (sandboxed === false) return undefined;
  try {
    await promisify(execFile)(BUBBLEWRAP, [...SYSTEM, "--", "true"], { env: { PATH: environment.PATH } });
    return { wrap };
  } catch {
    if (!sandboxed) return undefined;
    throw new SetupInvalid(
      "The agent is to run in a sandbox, and bubblewrap (bwrap) is not installed, or may not be used here.",
      `Install bubblewrap and allow unprivileged user namespaces, or leave ${variable} out.`,
    );
  }
}

function wrap(command: string, args: readonly string[], { environment, directories, seen = [] }: Room) {
  // What is only reachable through a link must be there under both names.
  const programs = [command, ...(environment.PATH ?? "").split(delimiter)].filter((each) => each.startsWith("/"));
  const shown = programs
    .filter((each) => !UNDER_SYSTEM.test(each))
    .flatMap((each) => readOnly(each === command ? dirname(realpath(each)) : each));
  const home = environment.HOME ? ["--tmpfs", environment.HOME] : [];
  const writable = directories.flatMap((directory) => ["--bind", directory, directory]);
  const readable = seen.flatMap(readOnly);
  return {
    command: BUBBLEWRAP,
    args: [...SYSTEM, ...home, ...shown, ...readable, ...writable, "--", command, ...args],
  };
}

const BUBBLEWRAP = "bwrap";

const readOnly = (path: string) => ["--ro-bind-try", path, path];

function realpath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

const SYSTEM_DIRECTORIES = [
  "/usr",
  "/bin",
  "/sbin",
  "/lib",
  "/lib32",
  "/lib64",
  "/etc",
  "/opt",
  "/nix",
  "/run/systemd/resolve",
];
const UNDER_SYSTEM = /^\/(?:usr|bin|sbin|opt|nix)\//;

/** The network stays: the model is behind it. Of root's powers none does: with them it would mount all this anew. */
const SYSTEM = [
  ...["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session", "--cap-drop", "ALL"],
  ...SYSTEM_DIRECTORIES.flatMap(readOnly),
  ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/var/tmp"],
];
