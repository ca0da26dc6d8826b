import type { StoreCall } from "./store-call.ts";

/** The steps of one user's update and turn that a call to the store makes. */
export type StoreStep =
  | "inbox write"
  /** The handler's first look at the session. */
  | "handler"
  /** Of an update that accepts no turn. */
  | "commit"
  | "finish"
  /** The commit of an update that accepts a turn. */
  | "queued"
  | "running"
  | "answered"
  | "delivered";

/** Where the bot is to be stopped: at this step of this user, before it is made or after. */
export interface StoreTrap {
  /** Tells one trap from the next. */
  readonly number: number;
  readonly userId: number;
  readonly step: StoreStep;
  readonly at: "before" | "after";
}

/** Knows the steps of one user, who does nothing else meanwhile, by what the bot reads and writes. */
export class StepWatch {
  private position: string | undefined;

  constructor(private readonly userId: number) {}

  stepOf(call: StoreCall): StoreStep | undefined {
    if (call.what === "append")
      return call.payloads.some((payload) => this.isMine(payload)) ? "inbox write" : undefined;
    if (call.what === "finish")
      return this.position !== undefined && call.positions.includes(this.position) ? "finish" : undefined;
    if (call.key !== `session:${this.userId}`) return undefined;
    return call.what === "read" ? "handler" : this.commit(envelopeIn(call.expected), envelopeIn(call.next));
  }

  private isMine(payload: string): boolean {
    const { message } = JSON.parse(payload) as { message?: { from?: { id?: number } } };
    return message?.from?.id === this.userId;
  }

  private commit(before: Envelope, after: Envelope): StoreStep | undefined {
    const states = new Map(before.turns.map(({ id, state }) => [id, state]));
    const entry = after.seen.at(-1);
    if (entry !== undefined && !before.seen.includes(entry)) {
      this.position = entry;
      return after.turns.some(({ id }) => !states.has(id)) ? "queued" : "commit";
    }
    for (const { id, state } of after.turns) {
      if (state === states.get(id)) continue;
      if (state === "running" || state === "answered") return state;
    }
    const left = before.turns.filter(({ id }) => !after.turns.some((turn) => turn.id === id));
    return left.some(({ state }) => state === "answered") ? "delivered" : undefined;
  }
}

interface Envelope {
  readonly turns: readonly { readonly id: string; readonly state: string }[];
  readonly seen: readonly string[];
}

const envelopeIn = (raw: string | undefined): Envelope => ({ turns: [], seen: [], ...JSON.parse(raw ?? "{}") });
