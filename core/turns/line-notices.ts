import { type Api, GrammyError } from "grammy";
import type { Log } from "../log.ts";
import type { SessionView } from "../session/session.ts";
import type { PromptSources } from "./prompt-source.ts";
import { standingBehind, wordsFor } from "./standing.ts";
import type { Turn } from "./turn.ts";

export interface LineNoticesParts {
  /** Tries once: what fails is made good by what is shown next. */
  readonly courtesy: Api;
  readonly sources: PromptSources;
  readonly log: Log;
}

interface Notice {
  readonly chatId: number;
  readonly messageId: number;
  /** What is to be read there, with its buttons; undefined: nothing, it is taken away. */
  wanted: ReturnType<typeof wordsFor> | undefined;
  /** What is to be read there by now. */
  shown: string;
  /** Whether it is done with. */
  over: boolean;
}

/**
 * What users were told of where their turns stand in the line, kept true: corrected when the line has moved on, taken away
 * when a turn waits no longer. A courtesy that no turn waits for: in each chat one at a time, seldom enough to leave
 * Telegram's patience to the answers, and not again what can't be done.
 */
export class LineNotices {
  /** By the ids of their turns. */
  private readonly notices = new Map<string, Notice>();
  /** What is due next in a chat. */
  private readonly timers = new Map<number, NodeJS.Timeout>();

  constructor(private readonly parts: LineNoticesParts) {}

  /** Follows a commit, or a look at what an earlier process left. */
  committed({ turns }: Pick<SessionView, "turns">, ended: readonly string[] = []): void {
    for (const [index, turn] of turns.entries()) {
      if (turn.notice) this.look(turn, turn.notice, turns.slice(0, index));
      else this.notices.delete(turn.id);
    }
    for (const id of ended) {
      const notice = this.notices.get(id);
      if (notice?.over) this.notices.delete(id);
      else if (notice) this.want(notice, undefined);
    }
  }

  /** Its last word was said by somebody else. */
  leave(turnId: string): void {
    this.notices.delete(turnId);
  }

  /** Shows nothing more; whoever is next begins with what the ledgers say. */
  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.notices.clear();
  }

  private look({ id, state, chatId }: Turn, told: NonNullable<Turn["notice"]>, ahead: readonly Turn[]): void {
    const wanted = state === "queued" ? wordsFor(standingBehind(ahead, id, this.parts.sources)) : undefined;
    let notice = this.notices.get(id);
    if (!notice) {
      notice = { chatId, messageId: told.messageId, wanted, shown: told.said, over: false };
      this.notices.set(id, notice);
    }
    this.want(notice, wanted);
  }

  private want(notice: Notice, wanted: Notice["wanted"]): void {
    notice.wanted = wanted;
    if (isDue(notice)) this.schedule(notice.chatId, SETTLES_AFTER_MS);
  }

  private schedule(chatId: number, afterMs: number): void {
    if (this.timers.has(chatId)) return;
    const wake = async () => {
      const pauseMs = await this.correctOne(chatId);
      // Stopped meanwhile.
      if (!this.timers.delete(chatId)) return;
      if (this.dueIn(chatId).length > 0) this.schedule(chatId, pauseMs);
    };
    this.timers.set(chatId, setTimeout(() => void wake(), afterMs).unref());
  }

  private dueIn(chatId: number): readonly (readonly [string, Notice])[] {
    return [...this.notices].filter(([, notice]) => notice.chatId === chatId && isDue(notice));
  }

  /** @returns how long to wait before the next one, in ms. */
  private async correctOne(chatId: number): Promise<number> {
    const due = this.dueIn(chatId);
    const [turnId, notice] = due.find(([, { wanted }]) => !wanted) ?? due[0] ?? [];
    if (turnId === undefined || !notice) return 0;
    const { wanted } = notice;
    try {
      await this.put(notice);
      notice.shown = wanted?.text ?? "";
      notice.over = wanted === undefined;
    } catch (error) {
      this.parts.log.debug("place in line not shown", { chatId, turn: turnId, error });
      if (!(error instanceof GrammyError)) return FAILED_MS;
      if (error.error_code === 429) return (error.parameters.retry_after ?? 1) * 1_000;
      notice.shown = wanted?.text ?? "";
      notice.over = !error.description.includes("message is not modified");
    }
    return chatId < 0 ? IN_GROUP_MS : IN_PRIVATE_MS;
  }

  private async put({ chatId, messageId, wanted }: Notice): Promise<void> {
    const { courtesy } = this.parts;
    if (wanted) {
      await courtesy.editMessageText(chatId, messageId, wanted.text, { reply_markup: wanted.buttons });
      return;
    }
    await courtesy.deleteMessage(chatId, messageId).catch((error: unknown) => {
      // After two days that is nobody's any more; to change it is.
      if (!(error instanceof GrammyError) || !error.description.includes("can't be deleted")) throw error;
      return courtesy.editMessageText(chatId, messageId, "⏳ Queued no longer.");
    });
  }
}

const isDue = ({ over, wanted, shown }: Notice) => !over && wanted?.text !== shown;

/** One turn ends and the next begins: what comes of that is shown once. */
const SETTLES_AFTER_MS = 500;
/** Of a message a second in a chat, and 20 a minute in a group, most are left to the answers. */
const IN_PRIVATE_MS = 2_000;
const IN_GROUP_MS = 12_000;
const FAILED_MS = 30_000;
