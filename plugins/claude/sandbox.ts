import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { promisify } from "node:util";

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
}

/** What keeps users apart; undefined where bubblewrap is not installed, or may not make namespaces. */
export async function findSandbox(path: string | undefined): Promise<Sandbox | undefined> {
  const env = { PATH: path };
  try {
    await promisify(execFile)(BUBBLEWRAP, [...SYSTEM, "--", "true"], { env });
    return { wrap };
  } catch {
    return undefined;
  }
}

function wrap(command: string, args: readonly string[], { environment, directories }: Room) {
  // What is only reachable through a link must be there under both names.
  const programs = [command, ...(environment.PATH ?? "").split(delimiter)].filter((each) => each.startsWith("/"));
  const shown = programs
    .filter((each) => !UNDER_SYSTEM.test(each))
    .flatMap((each) => readOnly(each === command ? dirname(realpath(each)) : each));
  const home = environment.HOME ? ["--tmpfs", environment.HOME] : [];
  const writable = directories.flatMap((directory) => ["--bind", directory, directory]);
  return { command: BUBBLEWRAP, args: [...SYSTEM, ...home, ...shown, ...writable, "--", command, ...args] };
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

/** The network stays: the model is behind it. */
const SYSTEM = [
  ...["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session"],
  ...SYSTEM_DIRECTORIES.flatMap(readOnly),
  ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/var/tmp"],
];
