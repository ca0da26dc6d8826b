import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Backend, type LogEntry, silentLog } from "#core";

/** Makes a handle on the store that belongs to `dir`, an empty directory of one test. Twice the same: the same store. */
export type MakeBackend = (dir: string) => Backend | Promise<Backend>;

export interface ContractOptions {
  /** Whether a second handle finds what a first one wrote. False for a store that lives in one object. Default: true. */
  readonly shared?: boolean;
  /** Takes the store away from under an open handle, or empties it, as an outage or a careless hand does. */
  readonly lose?: (dir: string) => Promise<void>;
}

/** A store of one test: `await using` closes every handle on it and removes its directory. */
export class StoreUnderTest implements AsyncDisposable {
  readonly #handles: Backend[] = [];
  readonly #make: MakeBackend;
  readonly shared: boolean;
  readonly dir: string;

  private constructor(dir: string, make: MakeBackend, shared: boolean) {
    this.dir = dir;
    this.#make = make;
    this.shared = shared;
  }

  static async open(make: MakeBackend, { shared = true }: ContractOptions): Promise<StoreUnderTest> {
    const store = new StoreUnderTest(await mkdtemp(join(tmpdir(), "holdfast-store-")), make, shared);
    await store.another();
    return store;
  }

  /** The handle opened last. */
  get backend(): Backend {
    const backend = this.#handles.at(-1);
    if (!backend) throw new Error("No handle is open.");
    return backend;
  }

  /** A handle that was not opened yet. */
  async closed(): Promise<Backend> {
    const backend = await this.#make(this.dir);
    this.#handles.push(backend);
    return backend;
  }

  /** A further open handle on the same store. */
  async another(): Promise<Backend> {
    const backend = await this.closed();
    await backend.open(silentLog);
    return backend;
  }

  async reopen(): Promise<Backend> {
    await this.backend.close();
    if (this.shared) return this.another();
    await this.backend.open(silentLog);
    return this.backend;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const backend of this.#handles) await backend.close();
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** What a test file of the contract needs: a fresh store each time, and what this kind of store can do. */
export interface Subject {
  readonly options: ContractOptions;
  open(): Promise<StoreUnderTest>;
}

export const entry = (id: string, payload = `payload of ${id}`) => ({ id, payload, at: 1_750_000_000_000 });

export const ids = (entries: readonly LogEntry[]) => entries.map(({ id }) => id);

export const positions = (entries: readonly LogEntry[]) => entries.map(({ position }) => position);

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Keys and values that a careless store cuts, folds or mistakes for a pattern. */
export const AWKWARD = ["with\0nul", "ключ 🗝️", "a*b?[c]\\", "%_'\"", "a:b::c", " ", "é", "e\u0301", "\u{10ffff}", "\n"];
