import type { Backend, StoredEntry } from "../backend.ts";
import { isSessionKey } from "../session/envelope.ts";

/** The store that is filled. An entry may come again, as it has become meanwhile. */
export class CopyTarget {
  entries = 0;
  sessions = 0;

  constructor(private readonly to: Backend) {}

  async put(entries: readonly StoredEntry[]): Promise<void> {
    await Promise.all(entries.map((entry) => this.putOne(entry)));
  }

  async remove(key: string): Promise<void> {
    const there = await this.to.read(key);
    if (there !== undefined && (await this.to.compareAndSet(key, there, undefined))) this.count(key, -1);
  }

  private async putOne({ key, value, marks }: StoredEntry): Promise<void> {
    if (await this.to.compareAndSet(key, undefined, value, marks)) {
      this.count(key, 1);
      return;
    }
    const [there] = await this.to.entriesOf([key]);
    const gone = Object.fromEntries(Object.keys(there?.marks ?? {}).map((name) => [name, null]));
    await this.to.compareAndSet(key, there?.value, value, { ...gone, ...marks });
  }

  private count(key: string, by: 1 | -1): void {
    this.entries += by;
    if (isSessionKey(key)) this.sessions += by;
  }
}
