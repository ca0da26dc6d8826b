import type { SessionView } from "#core";
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
  | "delivered"
  | "compaction running"
  | "compaction answered"
  /** A further part of a request comes to its turn. */
  | "gathered"
  /** The words of a voice message are there. */
  | "written down"
  /** A turn wants permission for something. */
  | "asked"
  /** What its user says to that is noted in the audit log. */
  | "audited"
  /** The commit of the update that says it. */
  | "decided";

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
    if (call.what === "replace" && call.key.startsWith("audit:")) return this.audited(call.next);
    if (call.key !== `session:${this.userId}`) return undefined;
    return call.what === "read" ? "handler" : this.commit(envelopeIn(call.expected), envelopeIn(call.next));
  }

  private isMine(payload: string): boolean {
    const { message } = JSON.parse(payload) as { message?: { from?: { id?: number } } };
    return message?.from?.id === this.userId;
  }

  private audited(entry = "{}"): StoreStep | undefined {
    const { userId, outcome } = JSON.parse(entry) as { userId?: number; outcome?: string };
    return userId === this.userId && outcome?.startsWith("allowed") ? "audited" : undefined;
  }

  private commit(before: Envelope, after: Envelope): StoreStep | undefined {
    const entry = after.seen.at(-1);
    if (entry !== undefined && !before.seen.includes(entry)) {
      this.position = entry;
      return after.turns.length > before.turns.length ? "queued" : (stepOfTurns(before, after) ?? "commit");
    }
    return stepOfTurns(before, after);
  }
}

/** What has become of the first turn that is not as it was. */
function stepOfTurns(before: Envelope, after: Envelope): StoreStep | undefined {
  for (const was of before.turns) {
    const is = after.turns.find(({ id }) => id === was.id);
    const step = is ? changeOf(was, is) : was.state === "answered" && was.kind === "prompt" ? "delivered" : undefined;
    if (step) return step;
  }
  return undefined;
}

function changeOf(was: Turn, is: Turn): StoreStep | undefined {
  if (is.state !== was.state) {
    if (is.state !== "running" && is.state !== "answered") return undefined;
    return is.kind === "prompt" ? is.state : `compaction ${is.state}`;
  }
  if (was.awaits !== is.awaits) return "written down";
  if ((was.messageIds?.length ?? 0) < (is.messageIds?.length ?? 0)) return "gathered";
  if ((was.asks?.length ?? 0) < (is.asks?.length ?? 0)) return "asked";
  return decisions(was) < decisions(is) ? "decided" : undefined;
}

const decisions = ({ asks = [] }: Turn) => asks.filter(({ decision }) => decision !== undefined).length;

type Turn = SessionView["turns"][number];

interface Envelope {
  readonly turns: readonly Turn[];
  readonly seen: readonly string[];
}

const envelopeIn = (raw: string | undefined): Envelope => ({ turns: [], seen: [], ...JSON.parse(raw ?? "{}") });
