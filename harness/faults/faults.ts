import { setTimeout as after } from "node:timers/promises";
import type { Arguments } from "../server/arguments.ts";
import { Hold, type Stretch } from "./hold.ts";

/** What a call meets instead of Telegram's own answer. */
export type FaultAnswer =
  | { readonly status: number; readonly description: string /** In seconds. */; readonly retryAfter?: number }
  /** The connection breaks and nothing was done. */
  | "cut-before"
  /** The connection breaks after the work was done: the bot cannot know. */
  | "cut-after"
  /** The call is done after so many ms. */
  | { readonly delayMs: number };

/** Which calls meet a trouble. */
export interface Meeting {
  /**
   * In any letter case; `*` means every method. `webhook` means what is no call of the bot: an update on its way to the
   * bot's webhook, whose fields then stand for the arguments.
   */
  readonly method: string;
  /** Only calls that name this chat. Default: any. */
  readonly chat?: number | { readonly id: number };
  /** Only calls of which this is true. Default: any. */
  readonly where?: (call: Arguments) => boolean;
}

export interface Fault extends Meeting {
  /** How many calls it meets, then it is gone. Default: 1. */
  readonly times?: number;
  readonly answer: FaultAnswer;
}

/** Work that may meet trouble, and what the trouble then looks like to whoever asked for it. */
export interface Troubled<T> {
  readonly method: string;
  readonly call: Arguments;
  readonly work: () => Promise<T>;
  readonly cut: () => T;
  readonly refuse: (answer: Extract<FaultAnswer, { status: number }>) => T;
}

/** Troubles that wait for calls. The first that fits a call is taken. */
export class Faults {
  private active: { readonly meeting: Meeting; readonly trouble: FaultAnswer | Hold; left: number }[] = [];

  add({ times = 1, answer, ...meeting }: Fault): void {
    this.active.push({ meeting, trouble: answer, left: times });
  }

  /** Keeps the next such call waiting, before its work is done or after, until it is let go or cut. */
  hold({ at, ...meeting }: Meeting & { readonly at: Stretch }): Hold {
    const trouble = new Hold(at);
    this.active.push({ meeting, trouble, left: 1 });
    return trouble;
  }

  /** Forgets those that have not happened. */
  clear(): void {
    this.active = [];
  }

  /** How many calls are still to meet one. */
  get left(): number {
    return this.active.reduce((sum, { left }) => sum + left, 0);
  }

  /** @internal does the work as the trouble it meets lets it be done; whatever it meets counts as met. */
  async around<T>({ method, call, work, cut, refuse }: Troubled<T>): Promise<T> {
    const trouble = this.meet(method, call);
    if (trouble === undefined) return work();
    if (trouble instanceof Hold) return (await trouble.around(call, work)) ?? cut();
    if (trouble === "cut-before") return cut();
    if (trouble === "cut-after") return work().then(cut);
    if ("delayMs" in trouble) return after(trouble.delayMs).then(work);
    return refuse(trouble);
  }

  private meet(method: string, call: Arguments): FaultAnswer | Hold | undefined {
    if (this.active.length === 0) return undefined;
    const met = this.active.find(({ meeting }) => fits(meeting, method.toLowerCase(), call));
    if (!met) return undefined;
    if (--met.left === 0) this.active = this.active.filter((other) => other !== met);
    return met.trouble;
  }
}

function fits({ method, chat, where }: Meeting, called: string, call: Arguments): boolean {
  const isMeant = method === "*" ? called !== "webhook" : method.toLowerCase() === called;
  if (!isMeant) return false;
  if (chat !== undefined && String(typeof chat === "number" ? chat : chat.id) !== call.text("chat_id")) return false;
  return where?.(call) ?? true;
}
