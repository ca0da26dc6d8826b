import type { Api } from "grammy";
import type { Update } from "grammy/types";
import type { Gate } from "../access/gate.ts";
import { originOf } from "../access/update-origin.ts";
import type { Backend } from "../backend.ts";
import { InboxFull, StoreUnavailable } from "../errors.ts";
import type { Brim } from "../inbox/brim.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { Outage } from "../outage.ts";
import { patiently } from "../retry.ts";
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

  /** For polling: resolves when all are stored or refused, however long that takes. */
  async hold(updates: readonly Update[]): Promise<void> {
    const admitted = updates.filter((update) => this.parts.gate.admits(update));
    if (admitted.length === 0) return;
    await this.parts.owner.whenOwner();
    const { brim, signal } = this.parts;
    if (brim.reached) this.tellFull(admitted);
    await brim.room();
    await patiently(() => this.store(admitted), {
      signal,
      retryable: (error) => error instanceof StoreUnavailable,
    });
  }

  /** For the webhook, where Telegram keeps the update until it is taken. @throws {StoreUnavailable} {InboxFull} */
  async take(update: Update): Promise<void> {
    const { gate, owner, backend, brim } = this.parts;
    if (!owner.owns) throw new StoreUnavailable(backend.name, "belongs to another process at the moment");
    if (!gate.admits(update)) return;
    if (brim.reached) {
      this.tellFull([update]);
      throw new InboxFull();
    }
    await this.store([update]);
  }

  private async store(updates: readonly Update[]): Promise<void> {
    const { inbox, surplus, storeOutage } = this.parts;
    try {
      const notTaken = await inbox.accept(surplus.without(updates));
      if (notTaken.length > 0) await surplus.keep(notTaken);
      storeOutage.succeeded();
    } catch (error) {
      if (error instanceof StoreUnavailable) {
        storeOutage.failed(error);
        this.tellOnce(updates, storeOutage, STORE_AWAY);
      }
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

type Trouble = Pick<Outage, "shouldTell">;
