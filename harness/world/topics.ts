import type { ForumTopic } from "@grammyjs/types";

export interface Topic extends ForumTopic {
  readonly isClosed: boolean;
  /** Who opened it. */
  readonly by: number;
}

/** The topics of a forum, by the id of the message that opened each. */
export class Topics {
  /** The topic that every forum has: it was never opened, and cannot be taken away. */
  general = { name: "General", isClosed: false, isHidden: false, by: undefined };
  private readonly byThread = new Map<number, Topic>();

  add(topic: ForumTopic, by: number): void {
    this.byThread.set(topic.message_thread_id, { ...topic, isClosed: false, by });
  }

  has(thread: number): boolean {
    return this.byThread.has(thread);
  }

  find(thread: number): Topic | undefined {
    return this.byThread.get(thread);
  }

  change(thread: number, changes: Partial<Topic>): void {
    const topic = this.byThread.get(thread);
    if (topic) this.byThread.set(thread, { ...topic, ...changes });
  }

  delete(thread: number): void {
    this.byThread.delete(thread);
  }
}
