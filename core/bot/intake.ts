import type { Api } from "grammy";
import type { Update } from "grammy/types";
import type { Gate } from "../access/gate.ts";
import { originOf } from "../access/update-origin.ts";
import type { Backend } from "../backend.ts";
import { InboxFull, StoreNotOwned, StoreUnavailable } from "../errors.ts";
import type { Brim } from "../inbox/brim.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { Outage } from "../outage.ts";
import type { Surplus } from "../surplus.ts";
import { INBOX_FULL, STORE_AWAY } from "./notices.ts";
import type { Owner } from "./owner.ts";

export interface IntakeParts {
  readonly gate: Gate;
  readonly inbox: Inbox;
  readonly owner: Owner;
  readonly backend: Backend;
  readonly api: Api;
  readonly storeOutage: Outage;
  readonly brim: Brim;
  readonly surplus: Surplus;
  /** Ends the waiting when the bot stops. */
  readonly signal: AbortSignal;
}

/** Between the source and the inbox: who may come in, and what happens while the store is away or full. */
export class Intake {
  constructor(private readonly parts: IntakeParts) {}

  /**
   * For polling: resolves when all are stored or refused, however long that takes.
   *
   * @param again asks Telegram for the batch once more: while the store is away others write, and want to be told.
   * @returns the batch as it was at last.
   */
  async hold(updates: readonly Update[], again: () => Promise<readonly Update[]>): Promise<readonly Update[]> {
    const { gate, owner, storeOutage, brim, signal } = this.parts;
    const admitted = new Map<number, readonly Update[]>();
    let batch = updates;
    let failed = false;
    const attempt = async () => {
      if (failed) batch = await again();
      failed = true;
      // Each is asked in only once: the gate answers strangers.
      for (const update of batch) {
        if (!admitted.has(update.update_id)) admitted.set(update.update_id, gate.admit(update));
      }
      const welcome = [...new Set(batch.flatMap(({ update_id }) => admitted.get(update_id) ?? []))];
      if (welcome.length === 0) return;
      // Where the lock was lost to another process there is nothing to tell: that one answers.
      if (!storeOutage.active) await owner.whenOwner();
      if (brim.reached) this.tellFull(welcome);
      await brim.room();
      await this.store(welcome);
    };
    const retryable = (error: Error) => error instanceof StoreUnavailable;
    await storeOutage.outlast(attempt, { signal, retryable, longestPauseMs: ASKED_EVERY_MS });
    return batch;
  }

  /** For the webhook, where Telegram keeps the update until it is taken. @throws {StoreUnavailable} {InboxFull} */
  async take(update: Update): Promise<void> {
    const { gate, owner, backend, brim, storeOutage } = this.parts;
    if (!owner.owns && !storeOutage.active) throw new StoreNotOwned(backend.name);
    const welcome = gate.admit(update);
    if (welcome.length === 0) return;
    if (brim.reached) {
      this.tellFull([update]);
      throw new InboxFull();
    }
    await this.store(welcome);
  }

  private async store(updates: readonly Update[]): Promise<void> {
    const { backend, inbox, owner, surplus, storeOutage } = this.parts;
    try {
      if (!owner.owns) throw new StoreNotOwned(backend.name);
      const notTaken = await inbox.accept(surplus.without(updates));
      if (notTaken.length > 0) await surplus.keep(notTaken);
      storeOutage.succeeded();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      storeOutage.failed(error);
      if (storeOutage.active) this.tellOnce(updates, storeOutage, STORE_AWAY);
      throw error;
    }
  }

  private tellFull(updates: readonly Update[]): void {
    this.tellOnce(updates, this.parts.brim, INBOX_FULL);
  }

  /** Tells each of the users who was not told yet of this trouble. */
  private tellOnce(updates: readonly Update[], trouble: Trouble, text: string): void {
    for (const update of updates) {
      const { user, chat, threadId } = originOf(update);
      if (!user || !trouble.shouldTell(user.id)) continue;
      const place = { message_thread_id: threadId };
      this.parts.api.sendMessage(chat?.id ?? user.id, text, place).catch(() => {});
    }
  }
}

/** How long somebody who writes during an outage waits at most to be told. */
const ASKED_EVERY_MS = 2_000;

type Trouble = Pick<Outage, "shouldTell">;
