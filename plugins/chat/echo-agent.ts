import { setTimeout as pause } from "node:timers/promises";
import { type Agent, AgentFailed, type AgentSession, type AgentTurn } from "#core";

export interface EchoOptions {
  /** How long an answer or a compaction takes, in ms. Default: 0. */
  readonly delayMs?: number;
}

/**
 * Stands in where no agent is set up: echoes what it is asked and says so. For trying things out, a prompt may begin
 * with a wish: `fail` fails; `slow 5s` or `slow 300ms` takes that long; `long 6000` makes an answer of so many
 * characters; `fail next compact` fails the session's next compaction.
 */
export class EchoAgent implements Agent {
  readonly name = "echo";
  readonly runsCode = false;

  private readonly delayMs: number;
  /** Ids of the sessions whose next compaction is to fail. */
  private readonly uncompactable = new Set<string>();

  constructor({ delayMs = 0 }: EchoOptions = {}) {
    this.delayMs = delayMs;
  }

  async run({ prompt, sessionId, signal, progress }: AgentTurn): Promise<string> {
    signal.throwIfAborted();
    if (/^fail$/i.test(prompt)) throw new AgentFailed("The stand-in failed, as it was asked to.");
    if (/^fail next compact$/i.test(prompt)) this.uncompactable.add(sessionId);
    const answer = padded(`🪞 Echo (a stand-in, no real agent): ${prompt}`, wishedLength(prompt));
    const pieceMs = (wishedMs(prompt) ?? this.delayMs) / PIECES;
    for (let piece = 1; piece <= PIECES; piece++) {
      await pause(pieceMs, undefined, { signal });
      progress(answer.slice(0, Math.ceil((answer.length * piece) / PIECES)));
    }
    return answer;
  }

  async compact({ sessionId, signal }: AgentSession): Promise<void> {
    await pause(this.delayMs, undefined, { signal });
    if (this.uncompactable.delete(sessionId)) {
      throw new AgentFailed("The stand-in failed to compact, as it was asked to.");
    }
  }
}

const PIECES = 5;

function wishedMs(prompt: string): number | undefined {
  const [, amount, unit] = /^slow (\d+)(ms|s)\b/i.exec(prompt) ?? [];
  return amount === undefined ? undefined : Number(amount) * (unit?.toLowerCase() === "s" ? 1_000 : 1);
}

function wishedLength(prompt: string): number {
  return Number(/^long (\d+)\b/i.exec(prompt)?.[1] ?? 0);
}

/** Numbered words, so that a missing or doubled part would show. */
function padded(text: string, length: number): string {
  let long = text;
  for (let word = 1; long.length < length; word++) long += ` ${word}`;
  return length > 0 ? long.slice(0, length) : long;
}
