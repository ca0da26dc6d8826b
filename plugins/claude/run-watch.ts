import type { SDKMessage, SDKResultMessage } from "@anthropic-ai/claude-agent-sdk";
import { type AgentTurn, type Compacted, toolLine } from "#core";

type Shown = Pick<AgentTurn, "progress" | "step">;

/** Follows what Claude Code tells while it works: shows it, and keeps what is needed at the end. */
export class RunWatch {
  result: SDKResultMessage | undefined;
  /** Claude Code's word for the latest failure. */
  failure: string | undefined;
  compacted: Compacted | undefined;
  compactError: string | undefined;
  private readonly steps = new Map<string, { readonly tool: string; readonly line: string }>();
  private readonly texts: string[] = [];
  /** Tokens that the model had before it in its latest answer, that answer included. */
  private contextTokens = 0;

  constructor(
    private readonly shown: Shown,
    private readonly workspace: string,
  ) {}

  /** All that was said so far, also between the uses of tools. */
  get text(): string {
    return this.texts
      .map((text) => text.trim())
      .filter(Boolean)
      .join("\n\n");
  }

  get contextNearlyFull(): boolean {
    const windows = Object.values(this.result?.modelUsage ?? {}).map(({ contextWindow }) => contextWindow);
    const window = Math.max(0, ...windows);
    return window > 0 && this.contextTokens > window * NEARLY_FULL;
  }

  take(message: SDKMessage): void {
    // What a sub-agent says is between it and its agent.
    if ("parent_tool_use_id" in message && message.parent_tool_use_id !== null) return;
    if (message.type === "stream_event") this.takePiece(message.event);
    else if (message.type === "assistant") this.takeSaid(message);
    else if (message.type === "user") this.takeOutcomes(message.message.content);
    else if (message.type === "result") this.result = message;
    else if (message.type === "system") this.takeNews(message);
  }

  private takePiece(event: Extract<SDKMessage, { type: "stream_event" }>["event"]): void {
    if (event.type === "message_start") this.contextTokens = tokensIn(event.message.usage);
    if (event.type === "message_delta") this.contextTokens += event.usage.output_tokens ?? 0;
    if (event.type === "content_block_start" && event.content_block.type === "text") this.texts.push("");
    if (event.type === "content_block_delta" && event.delta.type === "text_delta") {
      this.texts.push((this.texts.pop() ?? "") + event.delta.text);
      this.shown.progress(this.text);
    }
  }

  private takeSaid({ error, message }: Extract<SDKMessage, { type: "assistant" }>): void {
    if (error) this.failure = error;
    for (const block of message.content) {
      if (block.type !== "tool_use") continue;
      const step = {
        tool: block.name,
        line: toolLine(block.name, block.input as Record<string, unknown>, this.workspace),
      };
      this.steps.set(block.id, step);
      this.shown.step({ id: block.id, ...step, state: "running" });
    }
  }

  private takeOutcomes(content: Extract<SDKMessage, { type: "user" }>["message"]["content"]): void {
    if (typeof content === "string") return;
    for (const block of content) {
      const step = block.type === "tool_result" ? this.steps.get(block.tool_use_id) : undefined;
      if (block.type !== "tool_result" || !step) continue;
      this.shown.step({ id: block.tool_use_id, ...step, state: block.is_error ? "failed" : "done" });
    }
  }

  private takeNews(message: Extract<SDKMessage, { type: "system" }>): void {
    if (message.subtype === "compact_boundary") {
      const { pre_tokens, post_tokens } = message.compact_metadata;
      this.compacted = { tokensBefore: pre_tokens, tokensAfter: post_tokens };
    }
    if (message.subtype === "status" && message.compact_result === "failed")
      this.compactError = message.compact_error ?? "unknown";
  }
}

const tokensIn = (usage: {
  readonly input_tokens: number;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
}) => usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0);

/** Before Claude Code compacts by itself in the midst of a turn, at about 97 %. */
const NEARLY_FULL = 0.85;
