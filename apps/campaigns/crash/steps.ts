import type { StoreStep } from "./gates/step-watch.ts";

/** How far one message had come, as store and Telegram show it after the kill. */
export interface Progress {
  /** Whether the inbox holds its update. */
  readonly stored: boolean;
  /** Whether Telegram has forgotten its update. */
  readonly acknowledged: boolean;
  /** Whether its commit is in the session. */
  readonly counted: boolean;
  /** Whether its answer stands in the chat. */
  readonly replied: boolean;
  /** Whether the inbox knows its update as done with. */
  readonly finished: boolean;
  /** How its turn stands in the ledger; `none`: not there. */
  readonly turn: "none" | "queued" | "running" | "answered" | "interrupted";
  /** Whether the turn waits for its words. */
  readonly awaited: boolean;
  /** Whether all parts of the message are in the turn. */
  readonly whole: boolean;
  /** What the turn wanted permission for, if anything. */
  readonly permission: "none" | "asked" | "allowed";
  /** Whether the audit log says that it was allowed. */
  readonly audited: boolean;
  /** How the compaction before it stands in the ledger. */
  readonly compaction: "none" | "queued" | "running" | "answered" | "interrupted";
}

/**
 * What passes a step: a command that a plugin counts and answers at once, or a message for the agent: a text, one that
 * takes long, one that needs permission, one that is spoken, an album, or one before which the conversation is compacted.
 */
export type MessageKind = "roll" | "prompt" | "slow" | "request" | "voice" | "album" | "compacted";

type BotCall = "sendMessage" | "sendMessageDraft" | "getFile";

/** A place on the way of an update or a turn where the bot is killed. */
export interface Step {
  readonly name: string;
  readonly at: "before" | "after";
  readonly message: MessageKind;
  /** Where it can be seen from outside the bot. */
  readonly seenAs: StoreStep | `call of ${BotCall}` | "acknowledgement";
  /** What must be true after the kill, and shows that it fell there. */
  readonly shows: Partial<Progress>;
}

const unhandled = { counted: false, replied: false, finished: false } as const;
const accepted = { counted: true, replied: false } as const;
const replied = { counted: true, replied: true } as const;
const running = { ...accepted, turn: "running" } as const;
const spoken = { ...accepted, turn: "queued" } as const;

/** Nothing lies between a handler's end and its commit, so `after handler` is `before commit`. */
export const steps: readonly Step[] = [
  ...around("inbox write", "roll", "inbox write", {
    before: { ...unhandled, stored: false, acknowledged: false },
    after: { ...unhandled, stored: true, acknowledged: false },
  }),
  ...around("acknowledgement", "roll", "acknowledgement", {
    before: { stored: true, acknowledged: false },
    after: { stored: true, acknowledged: true },
  }),
  { name: "handler", at: "before", message: "roll", seenAs: "handler", shows: { ...unhandled, stored: true } },
  ...around("reply", "roll", "call of sendMessage", {
    before: { ...unhandled, stored: true },
    after: { ...unhandled, replied: true },
  }),
  ...around("commit", "roll", "commit", {
    before: { ...unhandled, replied: true },
    after: { ...replied, finished: false },
  }),
  ...around("finish", "roll", "finish", {
    before: { ...replied, finished: false },
    after: { ...replied, finished: true },
  }),
  ...around("turn queued", "prompt", "queued", {
    before: { ...unhandled, turn: "none" },
    after: { ...accepted, finished: false, turn: "queued" },
  }),
  ...around("turn running", "prompt", "running", {
    before: { ...accepted, turn: "queued" },
    after: { ...accepted, turn: "running" },
  }),
  ...around("turn answered", "prompt", "answered", {
    before: { ...accepted, turn: "running" },
    after: { ...accepted, turn: "answered" },
  }),
  ...around("turn's answer sent", "prompt", "call of sendMessage", {
    before: { ...accepted, turn: "answered" },
    after: { ...replied, turn: "answered" },
  }),
  ...around("turn delivered", "prompt", "delivered", {
    before: { ...replied, turn: "answered" },
    after: { ...replied, turn: "none" },
  }),
  ...around("draft", "slow", "call of sendMessageDraft", { before: running, after: running }),
  ...around("part gathered", "album", "gathered", {
    before: { ...accepted, finished: false, turn: "queued", whole: false },
    after: { ...accepted, finished: false, turn: "queued", whole: true },
  }),
  ...around("recording fetched", "voice", "call of getFile", {
    before: { ...spoken, awaited: true },
    after: { ...spoken, awaited: true },
  }),
  ...around("voice written down", "voice", "written down", {
    before: { ...spoken, awaited: true },
    after: { ...spoken, awaited: false },
  }),
  ...around("permission asked", "request", "asked", {
    before: { ...running, permission: "none" },
    after: { ...running, permission: "asked" },
  }),
  ...around("question sent", "request", "call of sendMessage", {
    before: { ...running, permission: "asked" },
    after: { ...running, permission: "asked" },
  }),
  ...around("permission audited", "request", "audited", {
    before: { ...running, permission: "asked", audited: false },
    after: { ...running, permission: "asked", audited: true },
  }),
  ...around("permission decided", "request", "decided", {
    before: { ...running, permission: "asked", audited: true },
    after: { ...running, permission: "allowed", audited: true },
  }),
  ...around("compaction queued", "compacted", "queued", {
    before: { ...unhandled, compaction: "none" },
    after: { ...accepted, turn: "queued", compaction: "queued" },
  }),
  ...around("compaction running", "compacted", "compaction running", {
    before: { ...accepted, turn: "queued", compaction: "queued" },
    after: { ...accepted, turn: "queued", compaction: "running" },
  }),
  ...around("compaction answered", "compacted", "compaction answered", {
    before: { ...accepted, turn: "queued", compaction: "running" },
    after: { ...accepted, turn: "queued", compaction: "answered" },
  }),
];

function around(
  name: string,
  message: MessageKind,
  seenAs: Step["seenAs"],
  shows: Readonly<Record<Step["at"], Step["shows"]>>,
): Step[] {
  return (["before", "after"] as const).map((at) => ({ name, at, message, seenAs, shows: shows[at] }));
}
