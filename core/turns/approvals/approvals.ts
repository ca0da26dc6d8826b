import { type Api, GrammyError } from "grammy";
import type { AuditLog, Outcome } from "../../audit/audit-log.ts";
import type { Clock } from "../../clock.ts";
import type { Log } from "../../log.ts";
import type { Session, SessionView } from "../../session/session.ts";
import type { SessionStore } from "../../session/session-store.ts";
import type { Turn } from "../turn.ts";
import type { ApprovalRequest, Decision } from "./approval.ts";
import { type Asked, askedFor } from "./asked.ts";
import { answeredQuestion, putQuestion } from "./question.ts";

export interface ApprovalsParts {
  readonly api: Api;
  readonly sessions: SessionStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a question waits for its answer. */
  readonly approvalTimeoutMs: number;
}

type Ending = Decision | "expired" | "withdrawn";

/** What the turns of one user ask permission for, and wait to hear. */
export class Approvals {
  /** By the id of the request: ends the waiting. */
  private readonly waiting = new Map<string, (how: Ending) => void>();

  constructor(
    private readonly parts: ApprovalsParts,
    private readonly userId: number,
    /** Does something in the store, however long that takes. */
    private readonly surely: <T>(task: () => Promise<T>) => Promise<T>,
  ) {}

  /** Also denied when nobody answers in time, or when the turn is no longer wanted. */
  async ask(turn: Turn, request: ApprovalRequest, signal: AbortSignal): Promise<Decision> {
    const asked = askedFor(request);
    const place = await this.change((session) => session.ask(turn.id, asked));
    if (place === "gone") return "deny";
    await this.audit(turn, asked, place === "allowed" ? "allowed earlier" : "asked", request.detail);
    if (place === "allowed") return "session";
    // Before the question goes out: its buttons may be pressed at once.
    const ended = this.untilDecided(asked, signal);
    const messageId = await this.put(turn, asked, request.detail);
    if (messageId === undefined) {
      this.waiting.delete(asked.id);
      await this.audit(turn, asked, "not asked");
      return "deny";
    }
    const how = await ended;
    if (how === "expired") return this.expire(turn, asked, messageId);
    if (how === "withdrawn") await this.withdraw(turn, asked, messageId);
    return how === "withdrawn" ? "deny" : how;
  }

  /** Follows a commit: somebody may have been answered by it. */
  committed(session: SessionView): void {
    if (this.waiting.size === 0) return;
    const decided = new Map(session.turns.flatMap(({ asks = [] }) => asks.map((asked) => [asked.id, asked.decision])));
    for (const [id, end] of this.waiting) {
      const decision = decided.get(id);
      if (decision) end(decision);
    }
  }

  private untilDecided({ id }: Asked, signal: AbortSignal): Promise<Ending> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => end("expired"), this.parts.approvalTimeoutMs);
      const withdraw = () => end("withdrawn");
      const end = (how: Ending) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", withdraw);
        this.waiting.delete(id);
        resolve(how);
      };
      this.waiting.set(id, end);
      if (signal.aborted) withdraw();
      else signal.addEventListener("abort", withdraw);
    });
  }

  private async put(turn: Turn, asked: Asked, detail: string): Promise<number | undefined> {
    try {
      return await putQuestion(this.parts.api, turn, asked, detail);
    } catch (error) {
      if (!(error instanceof GrammyError)) throw error;
      this.parts.log.warn("question refused by Telegram", { turn: turn.id, description: error.description });
      return undefined;
    }
  }

  private async expire(turn: Turn, asked: Asked, messageId: number): Promise<Decision> {
    // Pressed at the last moment, its user has the last word.
    const denied = await this.change((session) => session.decide(asked.id, "deny"));
    const said = denied ? undefined : await this.said(asked);
    if (said) return said;
    await this.audit(turn, asked, "expired");
    const minutes = Math.max(1, Math.round(this.parts.approvalTimeoutMs / 60_000));
    const waited = minutes === 1 ? "a minute" : `${minutes} minutes`;
    await this.show(turn, asked, messageId, `⌛ Denied, because nobody answered within ${waited}.`);
    return "deny";
  }

  private async said({ id }: Asked): Promise<Decision | undefined> {
    const session = await this.surely(() => this.parts.sessions.read(this.userId));
    return session?.turns.flatMap(({ asks = [] }) => asks).find((asked) => asked.id === id)?.decision;
  }

  /** Of a turn that is cut off the question stays, and leads to its Retry and Discard; of one that is gone it goes. */
  private async withdraw(turn: Turn, asked: Asked, messageId: number): Promise<void> {
    const session = await this.surely(() => this.parts.sessions.read(this.userId));
    if (session?.turns.some(({ id }) => id === turn.id)) return;
    await this.audit(turn, asked, "withdrawn");
    await this.show(turn, asked, messageId, "⏹️ No longer needed.");
  }

  private async show({ chatId }: Turn, asked: Asked, messageId: number, outcome: string): Promise<void> {
    const { text, entities } = answeredQuestion(asked, outcome);
    await this.parts.api
      .editMessageText(chatId, messageId, text, { entities: [...entities] })
      .catch((error: unknown) => this.parts.log.debug("outcome not shown", { error }));
  }

  private audit(turn: Turn, { id, tool, title }: Asked, outcome: Outcome, detail?: string): Promise<void> {
    const { id: turnId, chatId, sessionId } = turn;
    const at = new Date(this.parts.clock.now()).toISOString();
    const who = { userId: this.userId, chatId, sessionId, turnId };
    return this.surely(() => this.parts.audit.add({ at, ...who, requestId: id, tool, title, detail, outcome }));
  }

  private change<T>(change: (session: Session) => T): Promise<T> {
    return this.surely(() => this.parts.sessions.update(this.userId, change));
  }
}
