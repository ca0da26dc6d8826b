import { randomUUID } from "node:crypto";
import type { Context } from "grammy";
import type { Backend } from "../backend.ts";
import type { Clock } from "../clock.ts";
import { newSessionId } from "../session/session.ts";
import type { SessionStore } from "../session/session-store.ts";
import { gathererOf, gatheringFor } from "./gathering.ts";
import { bare } from "./ledger.ts";
import { decodePrompt, encodePrompt, type PromptFile, type PromptPart, withPart, withWords } from "./prompt.ts";
import { awaitedPrompt, type PromptSource } from "./prompt-source.ts";
import { standingBehind } from "./standing.ts";
import { noticeOf } from "./submission-notice.ts";
import { promptKey, type Turn } from "./turn.ts";
import type { TurnLimits } from "./turn-limits.ts";
import type { TurnRunner } from "./turn-runner.ts";
import type { TurnedAway } from "./turned-away.ts";
import type { Submission, Turns } from "./turns.ts";

/** Where turns are accepted: in a handler, as changes of the sender's session. */
export class TurnDesk implements Turns {
  constructor(
    private readonly backend: Backend,
    private readonly sessions: SessionStore,
    private readonly runner: TurnRunner,
    private readonly sources: Map<string, PromptSource>,
    private readonly clock: Clock,
    private readonly limits: TurnLimits,
    private readonly turnedAway: TurnedAway,
  ) {}

  get running(): number {
    return this.runner.running;
  }

  async submit(ctx: Context, prompt: string, files: readonly PromptFile[] = []): Promise<Submission> {
    const part = { messageId: ctx.msg?.message_id, text: prompt, files };
    return (await this.join(ctx, part)) ?? this.accept(ctx, encodePrompt([part]));
  }

  async announce(ctx: Context, submission: Submission): Promise<void> {
    const notice = noticeOf(submission);
    if (!notice) return;
    const { message_id: messageId } = await ctx.reply(notice.text, { reply_markup: notice.buttons });
    if (submission.state !== "accepted" || !ctx.from) return;
    const said = { messageId, said: notice.text };
    await this.sessions.update(ctx.from.id, (session) => session.noteNotice(submission.turnId, said));
  }

  async revise(ctx: Context, prompt: string): Promise<"revised" | "too late" | undefined> {
    const userId = ctx.from?.id;
    const messageId = ctx.msg?.message_id;
    if (userId === undefined || messageId === undefined) return undefined;
    const turns = (await this.sessions.read(userId))?.turns ?? [];
    const turn = turns.find((each) => each.chatId === ctx.chat?.id && each.messageIds?.includes(messageId));
    if (!turn || turn.awaits !== undefined) return undefined;
    if (turn.state === "running" || turn.state === "answered") return "too late";
    await this.rewrite(turn, (parts) => {
      const files = parts.find((part) => part.messageId === messageId)?.files ?? [];
      return withPart(parts, { messageId, text: prompt, files });
    });
    return "revised";
  }

  /** Into the request that it is a part of: an album, or a text that Telegram has cut. */
  private async join(ctx: Context, part: PromptPart): Promise<Submission | undefined> {
    const { userId, ...message } = this.newTurn(ctx);
    const turns = (await this.sessions.read(userId))?.turns ?? [];
    const turn = gathererOf(turns, ctx.msg, message);
    if (!turn) return undefined;
    await this.rewrite(turn, (parts) => withPart(parts, part));
    // Should it have begun in between, this becomes a request of its own, rather than nothing.
    await this.backend.compareAndSet(promptKey(message.id), undefined, encodePrompt([part]));
    const sessionId = newSessionId(userId);
    await this.sessions.update(userId, (session) => {
      if (session.joinPrompt(turn.id, message)) return;
      session.begin(sessionId);
      session.acceptPrompt(message);
    });
    return { state: "accepted", turnId: turn.id, ...standingBehind([], turn.id, this.sources) };
  }

  private async rewrite(turn: Turn, change: (parts: readonly PromptPart[]) => readonly PromptPart[]): Promise<void> {
    const key = promptKey(turn.id);
    for (;;) {
      const stored = await this.backend.read(key);
      // The first of them was stored without the id of its message, if it is a text alone.
      const parts = decodePrompt(stored ?? "").map((part, index) =>
        index === 0 ? { ...part, messageId: part.messageId ?? turn.messageIds?.[0] } : part,
      );
      if (await this.backend.compareAndSet(key, stored, encodePrompt(change(parts)))) return;
    }
  }

  submitLater(ctx: Context, source: string, details: string, lead?: string): Promise<Submission> {
    return this.accept(ctx, awaitedPrompt(details, lead), source);
  }

  addSource(source: PromptSource): void {
    this.sources.set(source.name, source);
  }

  async submitHeld(userId: number, turnId: string, text?: string): Promise<boolean> {
    const session = await this.sessions.read(userId);
    if (!session?.turns.some(({ id, held }) => id === turnId && held)) return false;
    if (text !== undefined) {
      const key = promptKey(turnId);
      const stored = await this.backend.read(key);
      await this.backend.compareAndSet(key, stored, withWords(stored ?? "", text));
    }
    return this.sessions.update(userId, (latest) => latest.releaseTurn(turnId));
  }

  async dropHeld(userId: number, turnId: string): Promise<boolean> {
    return this.sessions.update(userId, (session) => session.discardTurn(turnId));
  }

  private async accept(ctx: Context, prompt: string, awaits?: string): Promise<Submission> {
    const { userId, ...turn } = { ...this.newTurn(ctx), awaits };
    const turns = (await this.sessions.read(userId))?.turns ?? [];
    const submission = this.placeBehind(userId, turns, turn.id);
    if (submission.state === "full" && submission.inAll) return submission;
    if (submission.state === "full") {
      return { ...submission, told: await this.turnedAway.note(userId, ctx.update, turns.length) };
    }
    // Before the commit that names it; without that commit it is an orphan, which nothing reads.
    await this.backend.compareAndSet(promptKey(turn.id), undefined, prompt);
    const sessionId = newSessionId(userId);
    await this.sessions.update(userId, (session) => {
      session.begin(sessionId);
      session.acceptPrompt(turn);
    });
    return submission;
  }

  async compact(ctx: Context, instructions = ""): Promise<Submission | undefined> {
    const { userId, ...turn } = this.newTurn(ctx);
    const session = await this.sessions.read(userId);
    if (!session?.id) return undefined;
    const submission = this.placeBehind(userId, session.turns, turn.id);
    if (submission.state === "full") return submission;
    if (instructions) await this.backend.compareAndSet(promptKey(turn.id), undefined, instructions);
    // Another process may have ended the session since: then there is nothing to compact.
    await this.sessions.update(userId, (latest) => latest.id && latest.acceptCompact(bare(turn)));
    return submission;
  }

  private newTurn(ctx: Context) {
    if (!ctx.from || !ctx.chat) throw new Error("A turn needs an update with a user and a chat.");
    const { msg: message } = ctx;
    return {
      userId: ctx.from.id,
      id: randomUUID().slice(0, 13),
      chatId: ctx.chat.id,
      threadId: message?.is_topic_message ? message.message_thread_id : undefined,
      messageIds: message && [message.message_id],
      gathers: gatheringFor(message, this.clock.now()),
    };
  }

  private placeBehind(userId: number, waiting: readonly Turn[], turnId: string): Submission {
    if (this.runner.waiting >= this.limits.waitingInAll) {
      return { state: "full", limit: this.limits.waitingInAll, told: false, inAll: true };
    }
    if (waiting.length >= this.turnedAway.mostOf(userId)) {
      return { state: "full", limit: this.limits.waitingPerUser, told: false };
    }
    return { state: "accepted", turnId, ...standingBehind(waiting, turnId, this.sources) };
  }
}
