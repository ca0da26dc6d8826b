import type { ContentBlock } from "@agentclientprotocol/sdk";
import { AgentFailed, type Usage } from "#core";
import type { Connection } from "./connection.ts";
import { NOT_ANSWERED } from "./failure-of.ts";
import { type Answered, answeredSchema } from "./messages.ts";
import type { UpdateWatch } from "./update-watch.ts";

export interface PromptTurn {
  readonly connection: Connection;
  readonly watch: UpdateWatch;
  readonly sessionId: string;
  readonly prompt: readonly ContentBlock[];
  readonly signal: AbortSignal;
}

export interface Outcome {
  readonly text: string;
  /** undefined: the agent does not tell. */
  readonly usage: Usage | undefined;
}

/**
 * Has the agent answer one prompt.
 *
 * @throws {AgentFailed} with what it took all the same.
 */
export async function askAgent(turn: PromptTurn): Promise<Outcome> {
  const { watch, signal } = turn;
  const began = performance.now();
  let answered: Answered | undefined;
  const took = () => usageOf(answered, watch, performance.now() - began);
  try {
    answered = await answerTo(turn);
  } catch (error) {
    if (signal.aborted) throw new AgentFailed("Stopped.", { cause: signal.reason, usage: took() });
    if (!(error instanceof AgentFailed)) throw error;
    const { message, cause, isPassing } = error;
    throw new AgentFailed(message, { cause, isPassing, usage: took() });
  }
  const { stopReason } = answered;
  const usage = took();
  if (signal.aborted) throw new AgentFailed("Stopped.", { cause: signal.reason, usage });
  if (stopReason === "cancelled") {
    if (watch.budgetSpent.aborted)
      throw new AgentFailed("The money for today is used up. There is more after midnight, UTC.", { usage });
    throw new AgentFailed("The agent stopped by itself.", { isPassing: true, usage });
  }
  const shortfall = NOT_ANSWERED[stopReason];
  if (shortfall === undefined) return { text: watch.text || "(no answer)", usage };
  if (!watch.text) throw new AgentFailed(shortfall, { usage });
  return { text: `${watch.text}\n\n⚠️ ${shortfall}`, usage };
}

async function answerTo({ connection, watch, sessionId, prompt, signal }: PromptTurn): Promise<Answered> {
  const stop = AbortSignal.any([signal, watch.budgetSpent]);
  const cancel = () => {
    void connection.cancel(sessionId);
    setTimeout(() => connection.close(), CANCELS_WITHIN_MS).unref();
  };
  signal.throwIfAborted();
  stop.addEventListener("abort", cancel, { once: true });
  try {
    watch.turnBegins();
    return answeredSchema.parse(await connection.request("session/prompt", { sessionId, prompt }));
  } finally {
    stop.removeEventListener("abort", cancel);
  }
}

function usageOf(answered: Answered | undefined, { costUsd }: UpdateWatch, ms: number): Usage | undefined {
  const tokens = answered?.usage;
  if (!tokens && costUsd === undefined) return undefined;
  const { inputTokens = 0, cachedReadTokens = 0, cachedWriteTokens = 0, outputTokens = 0 } = tokens ?? {};
  return {
    // It does not tell how often it thought.
    turns: 0,
    ms: Math.round(ms),
    inputTokens: inputTokens + cachedReadTokens + cachedWriteTokens,
    outputTokens,
    costUsd: costUsd ?? 0,
  };
}

const CANCELS_WITHIN_MS = 3_000;
