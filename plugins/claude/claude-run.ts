import type { UUID } from "node:crypto";
import type { Options, SDKUserMessage } from "@anthropic-ai/claude-agent-sdk";
import { AgentFailed, type AgentProcess, type Usage } from "#core";
import { failureOf } from "./failure-of.ts";
import type { Sdk } from "./load-sdk.ts";
import type { RunWatch } from "./run-watch.ts";

export type Content = SDKUserMessage["message"]["content"];

/** What is said to it, and the id under which it keeps that. Default: any. */
export interface Said {
  readonly content: Content;
  readonly id?: UUID;
}

export interface RunParts {
  readonly sdk: Sdk;
  readonly options: Options;
  readonly process: AgentProcess;
  readonly watch: RunWatch;
  readonly signal: AbortSignal;
  /** What the conversation has cost before, in US dollars: Claude Code counts on. */
  readonly costBefore: number;
}

/** Claude Code does not know the conversation that it was to go on with. */
export class ConversationUnknown extends Error {}

/**
 * Has Claude Code answer one prompt, and resolves or rejects only when no process of it is left.
 *
 * @returns what it took; what it said is in `watch`.
 * @throws {ConversationUnknown} and nothing was asked.
 * @throws {AgentFailed} with what it took all the same.
 */
export async function runClaude(said: Said, parts: RunParts): Promise<Usage> {
  const { watch, signal, costBefore } = parts;
  const broken = await follow(said, parts);
  const { result, failure } = watch;
  if (!result) {
    signal.throwIfAborted();
    throw new AgentFailed("The agent stopped unexpectedly.", { cause: broken, isPassing: true });
  }
  const errors = "errors" in result ? result.errors : [result.result];
  // Its only way to say so. Anything else, however odd, must not make anybody forget a conversation.
  if (errors.some((error) => /^No conversation found with session ID/.test(error))) throw new ConversationUnknown();
  const { usage } = result;
  const took: Usage = {
    turns: result.num_turns,
    ms: Math.round(result.duration_ms),
    inputTokens: usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
    outputTokens: usage.output_tokens,
    costUsd: Math.max(0, result.total_cost_usd - costBefore),
  };
  if (signal.aborted) throw new AgentFailed("Stopped.", { cause: signal.reason, usage: took });
  if (!result.is_error) return took;
  throw failureOf(
    {
      status: "api_error_status" in result ? result.api_error_status : undefined,
      kind: failure,
      subtype: result.subtype,
      terminalReason: result.terminal_reason,
      errors,
    },
    took,
  );
}

/** @returns how it broke, if it did. */
async function follow({ content, id }: Said, { sdk, options, process, watch, signal }: RunParts): Promise<unknown> {
  const over = Promise.withResolvers<void>();
  // Kept open until the result: with its input at an end Claude Code could not ask for permissions.
  async function* input(): AsyncGenerator<SDKUserMessage> {
    yield { type: "user", message: { role: "user", content }, parent_tool_use_id: null, uuid: id };
    await over.promise;
  }
  const query = sdk.query({ prompt: input(), options });
  // Not the SDK's own abort: an interrupted run says what it took, and leaves its conversation whole.
  const interrupt = () => {
    query.interrupt().catch(() => {});
    setTimeout(() => query.close(), INTERRUPT_WITHIN_MS).unref();
  };
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    if (signal.aborted) interrupt();
    for await (const message of query) {
      watch.take(message);
      if (message.type === "result") over.resolve();
    }
    return undefined;
  } catch (error) {
    return process.complaint ? new Error(process.complaint, { cause: error }) : error;
  } finally {
    signal.removeEventListener("abort", interrupt);
    over.resolve();
    query.close();
    await process.end();
  }
}

const INTERRUPT_WITHIN_MS = 3_000;
