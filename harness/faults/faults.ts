import type { Arguments } from "../server/arguments.ts";

/** What a call meets instead of Telegram's own answer. */
export type FaultAnswer =
  | { readonly status: number; readonly description: string /** In seconds. */; readonly retryAfter?: number }
  /** The connection breaks and nothing was done. */
  | "cut-before"
  /** The connection breaks after the work was done: the bot cannot know. */
  | "cut-after"
  /** The call is done after so many ms. */
  | { readonly delayMs: number };

export interface Fault {
  /** In any letter case; `*` means every method. */
  readonly method: string;
  /** Only calls that name this chat. Default: any. */
  readonly chat?: number | { readonly id: number };
  /** How many calls it meets, then it is gone. Default: 1. */
  readonly times?: number;
  readonly answer: FaultAnswer;
}

/** Troubles that wait for calls. The first that fits a call is taken. */
export class Faults {
  private active: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.active.push({ fault, left: fault.times ?? 1 });
  }

  /** Forgets those that have not happened. */
  clear(): void {
    this.active = [];
  }

  /** How many calls are still to meet one. */
  get left(): number {
    return this.active.reduce((sum, { left }) => sum + left, 0);
  }

  /** The trouble this call meets, if any; counted as met. */
  meet(method: string, call: Arguments): FaultAnswer | undefined {
    if (this.active.length === 0) return undefined;
    const met = this.active.find(({ fault }) => fits(fault, method, call));
    if (!met) return undefined;
    if (--met.left === 0) this.active = this.active.filter((other) => other !== met);
    return met.fault.answer;
  }
}

function fits({ method, chat }: Fault, called: string, call: Arguments): boolean {
  if (method !== "*" && method.toLowerCase() !== called.toLowerCase()) return false;
  return chat === undefined || String(typeof chat === "number" ? chat : chat.id) === call.text("chat_id");
}
