import { randomUUID } from "node:crypto";
import type { Backend } from "../backend.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Answer } from "./agent.ts";
import { formatted } from "./answer/markdown.ts";
import { plain } from "./answer/rich-text.ts";
import { footerOf } from "./footer.ts";
import { promptsAfter } from "./ledger.ts";
import type { OwnedSession } from "./owned-session.ts";
import { promptText } from "./prompt.ts";
import { receiptFor } from "./receipt.ts";
import { decodeAnswer, encodeAnswer } from "./stored-answer.ts";
import { answerKey, isRetry, promptKey, type Turn } from "./turn.ts";
import { howFar } from "./turn-trace.ts";
import type { TurnView } from "./turn-view.ts";
import { dayOf, type Usage } from "./usage.ts";

export interface TurnEndingsParts {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly log: Log;
  /** Removes what an ended turn kept beside the session. */
  readonly tidy: (turnId: string) => Promise<void>;
}

/** How one user's turns end: with an answer, with another last word, or cut off with a receipt; each stored and shown. */
export class TurnEndings {
  constructor(
    private readonly session: OwnedSession,
    private readonly parts: TurnEndingsParts,
  ) {}

  /** A turn that was interrupted may have been so behind its work, and what an agent has done it must not do again. */
  async earlierAnswer(turn: Turn): Promise<Answer | undefined> {
    return isRetry(turn) ? this.storedAnswer(turn.id) : undefined;
  }

  /** @param conversationId in which it was answered. */
  async answer(turn: Turn, view: TurnView, answer: Answer, conversationId: string | undefined): Promise<void> {
    const { backend, log, clock, tidy } = this.parts;
    this.session.heldUp = turn;
    await this.session.surely(() => backend.compareAndSet(answerKey(turn.id), undefined, encodeAnswer(answer)));
    const outcome = { ...answer, at: clock.now() };
    if (await this.session.update((latest) => latest.answerTurn(turn.id, outcome))) return this.deliver(turn, view);
    // The user has cleared the session meanwhile, and nobody waits for this answer; or another process was the owner
    // for a moment and reported the turn as interrupted: then the answer is there when Retry is pressed.
    if ((await this.session.stateOf(turn)) === undefined) {
      log.info("answer of a dropped turn discarded", { userId: this.session.userId, turn: turn.id });
      if (answer.usage) await this.countInVain(answer.usage, conversationId);
      await tidy(turn.id);
    }
  }

  async deliver(turn: Turn, view: TurnView): Promise<void> {
    this.session.heldUp = turn;
    const answer = await this.storedAnswer(turn.id);
    if (answer === undefined && (await this.session.stateOf(turn)) !== "answered") return;
    if (answer === undefined) return this.end(turn, view, "❌ The answer is gone from the store.", "delivered");
    const footer = await this.footer(turn, answer, view.elapsedMs);
    await view.end(formatted(answer.text), { source: answer.text, footer });
    await this.leave(turn, "delivered");
  }

  /** The last word on a turn precedes the commit that forgets it: after a crash in between it is said again. */
  async end(turn: Turn, view: TurnView, text: string, state: string): Promise<void> {
    await view.end(plain(text));
    await this.leave(turn, state);
  }

  /** Without a word: whoever works it off next tells its user. */
  async interrupt(turn: Turn): Promise<void> {
    await this.session.update((latest) => latest.interruptTurn(turn.id, false));
  }

  /** @param reason why, if it was not the bot's own end. */
  async tellInterrupted(turn: Turn, view: TurnView, reason?: string): Promise<void> {
    const { backend, log } = this.parts;
    // Before the receipt goes out: its buttons must find the turn as they need it, however fast they are pressed.
    if (turn.state !== "interrupted") await this.interrupt(turn);
    const prompt = await this.session.surely(() => backend.read(promptKey(turn.id)));
    const far = await this.session.surely(() => howFar(backend, turn.id));
    const { text, keyboard } = receiptFor(turn, prompt && promptText(prompt), { reason, far });
    await view.end(plain(text), { keyboard });
    await this.session.update((latest) => latest.interruptTurn(turn.id, true));
    log.info("interrupted turn reported", { userId: this.session.userId, turn: turn.id });
  }

  /** Notes what was used by a turn that came to no answer. */
  async countInVain(usage: Usage, conversationId: string | undefined): Promise<void> {
    const [day, charge] = [dayOf(this.parts.clock.now()), randomUUID().slice(0, 8)];
    await this.session.update((latest) => latest.countUsage(usage, day, conversationId, charge));
  }

  private async leave(turn: Turn, state: string): Promise<void> {
    this.session.heldUp = undefined;
    await this.session.update((latest) => latest.removeTurn(turn.id));
    this.parts.log.debug("turn ended", { userId: this.session.userId, turn: turn.id, kind: turn.kind, state });
  }

  private async footer(turn: Turn, answer: Answer, elapsedMs: number | undefined): Promise<string | undefined> {
    if (turn.kind !== "prompt") return undefined;
    const session = await this.session.read();
    if (!session?.preferences.showUsage) return undefined;
    return footerOf(session.turnCount - promptsAfter(session.turns, 0), answer, elapsedMs);
  }

  private async storedAnswer(turnId: string): Promise<Answer | undefined> {
    const stored = await this.session.surely(() => this.parts.backend.read(answerKey(turnId)));
    return stored === undefined ? undefined : decodeAnswer(stored);
  }
}
