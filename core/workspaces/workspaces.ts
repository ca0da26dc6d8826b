import { mkdir, readdir, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { SetupInvalid } from "../errors.ts";
import { AgentFailed } from "../turns/agent.ts";
import { isWithin } from "./is-within.ts";

export interface WorkspaceOptions {
  /** Default: `/workspace`. */
  readonly root?: string;
  /** Whether each user has a directory of their own in `root`, named by their id. Default: false, all work in `root`. */
  readonly perUser?: boolean;
  /** Directories that everybody may work in, by name. Default: none. */
  readonly shared?: Readonly<Record<string, string>>;
}

export interface Workspace {
  readonly name: string;
  readonly path: string;
  readonly kind: "home" | "own" | "shared";
}

/** Where users' agents may work: nowhere else, whatever a session says or a link leads to. */
export class Workspaces {
  readonly root: string;
  readonly perUser: boolean;
  private readonly shared: readonly Workspace[];

  constructor({ root = "/workspace", perUser = false, shared = {} }: WorkspaceOptions = {}) {
    this.root = resolve(root);
    this.perUser = perUser;
    this.shared = Object.entries(shared).map(([name, path]) => ({ name, path: resolve(path), kind: "shared" }));
  }

  /**
   * Sees to it at the start that there is where to work.
   *
   * @throws {SetupInvalid} if the root of users' own can't be made, or a shared one is not there.
   */
  async prepare(): Promise<void> {
    if (this.perUser) {
      await mkdir(this.root, { recursive: true }).catch((cause: unknown) => {
        throw new SetupInvalid(
          `Users' workspaces are to be in ${this.root}, which can't be made.`,
          "Make it, writable for the bot, or name another directory in WORKSPACE.",
          cause,
        );
      });
    }
    for (const { name, path } of this.shared) {
      if ((await stat(path).catch(() => undefined))?.isDirectory()) continue;
      throw new SetupInvalid(
        `The shared workspace ${name} is to be ${path}, which is no directory.`,
        "Make it, or correct WORKSPACES.",
      );
    }
  }

  /** Where a new user works. */
  homeOf(userId: number): string {
    return this.perUser ? join(this.root, String(userId)) : this.root;
  }

  /** All that the user may work in: the home, the directories in it, the shared ones. */
  async list(userId: number): Promise<readonly Workspace[]> {
    const path = this.homeOf(userId);
    const home: Workspace = { name: HOME, path, kind: "home" };
    const entries = this.perUser ? await readdir(path, { withFileTypes: true }).catch(() => []) : [];
    const own = entries
      .filter((entry) => entry.isDirectory() && NAME.test(entry.name))
      .map(({ name }) => this.own(userId, name));
    return [home, ...own.toSorted((a, b) => a.name.localeCompare(b.name)), ...this.shared];
  }

  /** By the name that {@link list} gives it. */
  async find(userId: number, name: string): Promise<Workspace | undefined> {
    return (await this.list(userId)).find((each) => each.name === name);
  }

  /**
   * Makes a directory in the user's home, if it is not there yet.
   *
   * @throws {AgentFailed} for the user, if the name won't do or the disk refuses.
   */
  async create(userId: number, name: string): Promise<Workspace> {
    if (!this.perUser) throw new AgentFailed("Here all share one workspace, so none can be added.");
    if (!NAME.test(name) || name === HOME || this.shared.some((each) => each.name === name)) {
      throw new AgentFailed(
        "A name has letters, digits, - and _, at most 40 of them, and is not taken by another workspace.",
      );
    }
    const workspace = this.own(userId, name);
    await this.make(workspace.path);
    await this.open(userId, workspace.path);
    return workspace;
  }

  /**
   * Makes sure that a path is a workspace of this user and there; the home is made when it is first needed.
   *
   * @returns where it really is, links followed.
   * @throws {AgentFailed} for the user.
   */
  async open(userId: number, path: string): Promise<string> {
    const home = this.homeOf(userId);
    const shared = this.shared.some((each) => each.path === path);
    const isOwn = path === home || (this.perUser && dirname(path) === home);
    if (!shared && !isOwn) throw new AgentFailed(`${path} is no workspace of yours. Choose one with /workspace.`);
    if (path === home && this.perUser) await this.make(home);
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined || !(await stat(real)).isDirectory()) {
      throw new AgentFailed(`The workspace ${path} is not there. Choose another one with /workspace.`);
    }
    if (!shared && this.perUser && !isWithin(await realpath(home), real)) {
      throw new AgentFailed(`The workspace ${path} leads out of your own. Choose another one with /workspace.`);
    }
    return real;
  }

  private own(userId: number, name: string): Workspace {
    return { name, path: join(this.homeOf(userId), name), kind: "own" };
  }

  private async make(path: string): Promise<void> {
    await mkdir(path, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw new AgentFailed(`I can't make the workspace ${path}. Only the operator of this bot can mend that.`, {
        cause,
      });
    });
  }
}

const HOME = "home";
/** No dot in it, so that no name leads up or is hidden. */
const NAME = /^[\p{L}\p{N}_-]{1,40}$/u;
