import type { Api } from "grammy";
import { STORE_AWAY } from "../bot/notices.ts";
import type { Session, SessionView } from "../session/session.ts";
import type { SessionStore } from "../session/session-store.ts";
import { asOwner, type OwnerParts } from "./as-owner.ts";
import type { Turn } from "./turn.ts";

export interface OwnedSessionParts extends OwnerParts {
  readonly api: Api;
  readonly sessions: SessionStore;
}

/**
 * One user's session as the work on its turns needs it: whatever is asked of it waits for the place as owner and for the
 * store, and throws `Stopping` when that place is another's.
 */
export class OwnedSession {
  /** The turn whose user waits for the store, and not for the agent: told so when the store is away. */
  heldUp: Turn | undefined;

  constructor(
    readonly userId: number,
    private readonly parts: OwnedSessionParts,
  ) {}

  read(): Promise<SessionView | undefined> {
    return this.surely(() => this.parts.sessions.read(this.userId));
  }

  update<T>(change: (session: Session) => T): Promise<T> {
    return this.surely(() => this.parts.sessions.update(this.userId, change));
  }

  /** What the ledger says of a turn; undefined if it knows it no more. */
  async stateOf({ id }: Turn): Promise<Turn["state"] | undefined> {
    const session = await this.read();
    return session?.turns.find((turn) => turn.id === id)?.state;
  }

  /** Does something else in the store that only its owner may do. */
  surely<T>(task: () => Promise<T>): Promise<T> {
    return asOwner(this.parts, task, () => this.tellAway());
  }

  private tellAway(): void {
    const { storeOutage, api } = this.parts;
    const turn = this.heldUp;
    if (!turn || !storeOutage.active || !storeOutage.shouldTell(this.userId)) return;
    api.sendMessage(turn.chatId, STORE_AWAY, { message_thread_id: turn.threadId }).catch(() => {});
  }
}
