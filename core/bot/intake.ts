import type { Api } from "grammy";
import type { Update } from "grammy/types";
import type { Gate } from "../access/gate.ts";
import { originOf } from "../access/update-origin.ts";
import type { Backend } from "../backend.ts";
import { StoreUnavailable } from "../errors.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { Outage } from "../outage.ts";
import { patiently } from "../retry.ts";
import { STORE_AWAY } from "./notices.ts";
import type { Owner } from "./owner.ts";

export interface IntakeParts {
  readonly gate: Gate;
  readonly inbox: Inbox;
  readonly owner: Owner;
  readonly backend: Backend;
  readonly api: Api;
  readonly storeOutage: Outage;
  /** Ends the waiting when the bot stops. */
  readonly signal: AbortSignal;
}

/** Between the source and the inbox: who may come in, and what happens while the store is away. */
export class Intake {
  constructor(private readonly parts: IntakeParts) {}

  /** For polling: resolves when all are stored or refused, however long that takes. */
  async hold(updates: readonly Update[]): Promise<void> {
    const admitted = updates.filter((update) => this.parts.gate.admits(update));
    if (admitted.length === 0) return;
    await this.parts.owner.whenOwner();
    await patiently(() => this.store(admitted), {
      signal: this.parts.signal,
      retryable: (error) => error instanceof StoreUnavailable,
    });
  }

  /** For the webhook, where Telegram keeps the update until it is taken. @throws {StoreUnavailable} */
  async take(update: Update): Promise<void> {
    const { gate, owner, backend } = this.parts;
    if (!owner.owns) throw new StoreUnavailable(backend.name, "belongs to another process at the moment");
    if (gate.admits(update)) await this.store([update]);
  }

  private async store(updates: readonly Update[]): Promise<void> {
    const { inbox, storeOutage } = this.parts;
    try {
      await inbox.accept(updates);
      storeOutage.succeeded();
    } catch (error) {
      if (error instanceof StoreUnavailable) {
        storeOutage.failed(error);
        for (const update of updates) this.tellOnce(update);
      }
      throw error;
    }
  }

  private tellOnce(update: Update): void {
    const { user, chat, threadId } = originOf(update);
    if (!user || !this.parts.storeOutage.shouldTell(user.id)) return;
    const place = { message_thread_id: threadId };
    this.parts.api.sendMessage(chat?.id ?? user.id, STORE_AWAY, place).catch(() => {});
  }
}
