import { randomUUID } from "node:crypto";
import type { Context } from "grammy";
import type { Backend } from "../backend.ts";
import { newSessionId } from "../session/session.ts";
import type { SessionStore } from "../session/session-store.ts";
import { buttonsFor } from "./receipt.ts";
import { promptKey, type Turn } from "./turn.ts";
import type { TurnRunner } from "./turn-runner.ts";
import type { Submission, Turns } from "./turns.ts";

/** Where turns are accepted: in a handler, as changes of the sender's session. */
export class TurnDesk implements Turns {
  constructor(
    private readonly backend: Backend,
    private readonly sessions: SessionStore,
    private readonly runner: TurnRunner,
  ) {}

  get running(): number {
    return this.runner.running;
  }

  async submit(ctx: Context, prompt: string): Promise<Submission> {
    const { userId, ...turn } = newTurn(ctx);
    const submission = placeBehind((await this.sessions.read(userId))?.turns ?? []);
    if (submission.state === "full") return submission;
    // Before the commit that names it; without that commit it is an orphan, which nothing reads.
    await this.backend.compareAndSet(promptKey(turn.id), undefined, prompt);
    const sessionId = newSessionId(userId);
    await this.sessions.update(userId, (session) => {
      session.begin(sessionId);
      session.acceptPrompt(turn);
    });
    return submission;
  }

  async compact(ctx: Context): Promise<Submission | undefined> {
    const { userId, ...turn } = newTurn(ctx);
    const session = await this.sessions.read(userId);
    if (!session?.id) return undefined;
    const submission = placeBehind(session.turns);
    if (submission.state === "full") return submission;
    // Another process may have ended the session since: then there is nothing to compact.
    await this.sessions.update(userId, (latest) => latest.id && latest.acceptCompact(turn));
    return submission;
  }
}

function placeBehind(waiting: readonly Turn[]): Submission {
  if (waiting.length >= MOST_WAITING) return { state: "full", limit: MOST_WAITING };
  const interrupted = waiting.find(({ state }) => state === "interrupted");
  return { state: "accepted", ahead: waiting.length, blockedBy: interrupted && buttonsFor(interrupted) };
}

function newTurn(ctx: Context) {
  if (!ctx.from || !ctx.chat) throw new Error("A turn needs an update with a user and a chat.");
  const threadId = ctx.msg?.is_topic_message ? ctx.msg.message_thread_id : undefined;
  return { userId: ctx.from.id, id: randomUUID().slice(0, 13), chatId: ctx.chat.id, threadId };
}

/** Beyond this the ledger would outgrow what a session may weigh. */
const MOST_WAITING = 200;
