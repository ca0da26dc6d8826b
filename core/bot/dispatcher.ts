import { type Api, BotError, HttpError } from "grammy";
import type { Update } from "grammy/types";
import { laneOf, type Origin, originOf } from "../access/update-origin.ts";
import type { Backend } from "../backend.ts";
import type { Clock } from "../clock.ts";
import { StoreUnavailable } from "../errors.ts";
import { setAside } from "../inbox/aside.ts";
import type { InboxEntry } from "../inbox/inbox.ts";
import type { Log } from "../log.ts";
import type { Outage } from "../outage.ts";
import { Stopping } from "../retry.ts";
import type { KeyedSessionStore } from "../session/keyed-session-store.ts";
import { runInScope, UpdateScope } from "../session/update-scope.ts";
import { isRefusal } from "../telegram/refusals.ts";
import { APOLOGY, STORE_AWAY } from "./notices.ts";
import { PluginFailure } from "./plugin-host.ts";

export interface DispatcherParts {
  readonly backend: Backend;
  readonly sessions: KeyedSessionStore;
  readonly api: Api;
  readonly clock: Clock;
  readonly log: Log;
  readonly storeOutage: Outage;
  /** Ends all waiting when the bot stops: what is not finished then stays in the inbox. */
  readonly signal: AbortSignal;
  /** Runs the plugins' handlers. */
  readonly handle: (update: Update) => Promise<void>;
  /** Whether the update counts as activity of its user. */
  readonly touches: (update: Update) => boolean;
}

/** Brings one update from the inbox to its end: handled and committed, or set aside; whatever passes is tried again. */
export class Dispatcher {
  constructor(private readonly parts: DispatcherParts) {}

  /** @returns whether the update is done with; false: it stays in the inbox. */
  async dispatch(entry: InboxEntry): Promise<boolean> {
    const origin = originOf(entry.update);
    const { signal, storeOutage, log } = this.parts;
    try {
      await storeOutage.outlast(() => this.attempt(entry, origin), {
        signal,
        retryable: isPassing,
        onFailure: (error) => this.tellOutage(error, origin),
      });
      return true;
    } catch (error) {
      if (error instanceof Stopping || signal.aborted) return false;
      log.error("update could not be set aside", { updateId: entry.update.update_id, error });
      return false;
    }
  }

  /** Sets an update aside that has ended the process too often. @returns as `dispatch`. */
  async condemn(entry: InboxEntry): Promise<boolean> {
    const error = new Error("The process ended uncleanly each time this update was handled.");
    return this.setAside(entry, originOf(entry.update), error).then(
      () => true,
      () => false,
    );
  }

  private async attempt(entry: InboxEntry, origin: Origin): Promise<void> {
    const { sessions, signal, storeOutage } = this.parts;
    const userId = origin.user?.id;
    if (entry.leftOver && userId !== undefined && (await sessions.hasSeen(userId, entry.id))) return;
    const scope = new UpdateScope(userId, entry.id, entry.at, (text) => this.tell(origin, text), this.presentBy(entry));
    try {
      await runInScope(scope, () => this.parts.handle(entry.update));
      if (scope.failure) throw scope.failure;
    } catch (thrown) {
      const error = thrown instanceof BotError ? thrown.error : thrown;
      const passing = scope.failure ?? causeWhere(error, isPassing);
      if (passing) throw passing;
      if (signal.aborted) throw new Stopping();
      const refusal = causeWhere(error, isRefusal);
      if (!refusal) return this.setAside(entry, origin, error);
      this.parts.log.info("reply refused by Telegram", { updateId: entry.update.update_id, error: refusal });
    } finally {
      scope.open = false;
    }
    const touches = this.parts.touches(entry.update);
    // Only the commit is tried again from here: the replies are out.
    await storeOutage.outlast(() => sessions.commit(scope, touches), { signal, retryable: isPassing });
  }

  /** Telegram's clock beside our own: where ours was put back, what was stored before is not taken for the future. */
  private presentBy({ update }: InboxEntry): number | undefined {
    return update.message && Math.max(this.parts.clock.now(), (update.message.date + 1) * 1_000);
  }

  private async setAside(entry: InboxEntry, origin: Origin, error: unknown): Promise<void> {
    const { backend, clock, log, signal, storeOutage } = this.parts;
    const plugin = error instanceof PluginFailure ? error.plugin : undefined;
    const cause = error instanceof PluginFailure ? error.cause : error;
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    // The handler is not run again for the sake of this write.
    const keep = () => setAside(backend, entry, { plugin, reason }, clock.now());
    await storeOutage.outlast(keep, { signal, retryable: isPassing });
    log.error("update set aside", { plugin, updateId: entry.update.update_id, aside: entry.id, error: cause });
    await this.apologise(entry.update, origin);
  }

  private async apologise(update: Update, origin: Origin): Promise<void> {
    if (update.callback_query) await this.parts.api.answerCallbackQuery(update.callback_query.id).catch(() => {});
    await this.tell(origin, APOLOGY);
  }

  private async tellOutage(error: Error, origin: Origin): Promise<void> {
    if (!(error instanceof StoreUnavailable)) return;
    const userId = origin.user?.id;
    if (userId !== undefined && this.parts.storeOutage.shouldTell(userId)) await this.tell(origin, STORE_AWAY);
  }

  /** Says something beside the plugins' replies. A chat that can't be reached is no reason to fail. */
  private async tell({ chat, threadId, user }: Origin, text: string): Promise<void> {
    const chatId = chat?.id ?? user?.id;
    if (chatId === undefined) return;
    await this.parts.api.sendMessage(chatId, text, { message_thread_id: threadId }).catch((error: unknown) => {
      if (!isRefusal(error)) this.parts.log.warn("notice not delivered", { error });
    });
  }
}

export const laneOfUpdate = (update: Update) => laneOf(originOf(update));

/** What trying again may mend: the store or the network was away. */
const isPassing = (error: unknown): error is StoreUnavailable | HttpError =>
  error instanceof StoreUnavailable || error instanceof HttpError;

/** Plugins may wrap what they catch; the reason is the same. */
function causeWhere<T>(error: unknown, matches: (error: unknown) => error is T): T | undefined {
  for (let each = error; each instanceof Error; each = each instanceof BotError ? each.error : each.cause) {
    if (matches(each)) return each;
  }
  return undefined;
}
