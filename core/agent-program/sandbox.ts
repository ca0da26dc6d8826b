import { execFile } from "node:child_process";
import { realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join, relative, resolve } from "node:path";
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
  /**
   * Not seen though it be in what is, except for `directories`: what the bot keeps. Its working directory and `.env`
   * are hidden anyway. Default: nothing more.
   */
  readonly hidden?: readonly string[];
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

function wrap(command: string, args: readonly string[], { environment, directories, seen = [], hidden = [] }: Room) {
  const path = (environment.PATH ?? "").split(delimiter).filter((each) => each.startsWith("/"));
  const program = command.startsWith("/") ? dirname(realpath(command)) : undefined;
  const wanted = [...path, ...(program ? [program] : []), ...seen];
  const shown = [...SYSTEM_DIRECTORIES, ...wanted];
  const home =
    environment.HOME && mayBeCovered(realpath(environment.HOME))
      ? [mount(environment.HOME, "--tmpfs", environment.HOME)]
      : [];
  // Its program may stand right in the bot's directory, which is then seen but for what is known to be secret there.
  const own = covers(process.cwd(), shown);
  const secret = [resolve(".env"), ...hidden].flatMap((each) => covers(each, shown));
  const covered = [...home, ...own, ...secret].map((each) => each.path);
  const readable = wanted
    .filter((each) => !isIn(SYSTEM_DIRECTORIES, each) || isIn(covered, each))
    .map((each) => mount(each, "--ro-bind-try", each, each));
  // What is in another comes after that, which would else be mounted over it.
  const mounts = [...home, ...own, ...readable, ...secret].sort((one, other) => one.path.length - other.path.length);
  const writable = directories.flatMap((directory) => ["--bind", directory, directory]);
  return {
    command: BUBBLEWRAP,
    args: [...SYSTEM, ...mounts.flatMap((each) => each.args), ...writable, "--", command, ...args],
  };
}

interface Mount {
  readonly path: string;
  readonly args: readonly string[];
}

const mount = (path: string, ...args: readonly string[]): Mount => ({ path, args });

/** What hides `path` wherever it would be seen: the system has directories that go by two names. */
function covers(path: string, shown: readonly string[]): Mount[] {
  const file = statSync(path, { throwIfNoEntry: false });
  const real = realpath(path);
  if (!file || (file.isDirectory() && !mayBeCovered(real))) return [];
  const places = shown.flatMap((each) =>
    isIn([realpath(each)], real) ? [join(each, relative(realpath(each), real))] : [],
  );
  return [...new Set(places)].map((place) =>
    file.isDirectory() ? mount(place, "--tmpfs", place) : mount(place, "--ro-bind", "/dev/null", place),
  );
}

/** Whether programs would still run. */
const mayBeCovered = (directory: string) => !NEEDED.some((each) => isIn([directory], realpath(each)));

const isIn = (directories: readonly string[], path: string) =>
  directories.some((each) => path === each || path.startsWith(each.endsWith("/") ? each : `${each}/`));

const BUBBLEWRAP = "bwrap";

const readOnly = (path: string) => ["--ro-bind-try", path, path];

function realpath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Seen by all. What of a bot is in them is not: see `covers`. */
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
const NEEDED = [...SYSTEM_DIRECTORIES, "/usr/local/bin", "/usr/local/lib", "/usr/share", "/tmp"];

/** The network stays: the model is behind it. Of root's powers none does: with them it would mount all this anew. */
const SYSTEM = [
  ...["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session", "--cap-drop", "ALL"],
  ...SYSTEM_DIRECTORIES.flatMap(readOnly),
  ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/var/tmp"],
];
