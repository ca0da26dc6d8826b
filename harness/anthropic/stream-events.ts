import type { Content } from "./model-script.ts";

export interface StreamEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What a message says of itself. */
export interface Heading {
  readonly id: string;
  readonly model: string;
  readonly inputTokens: number;
  /** Default: by the length of what was said. */
  readonly outputTokens?: number;
}

/**
 * A message as events of a stream.
 * @param callId names the next call of a tool.
 * @see https://docs.anthropic.com/en/api/messages-streaming
 */
export async function* streamEvents(
  pieces: AsyncIterable<Content>,
  heading: Heading,
  callId: () => string,
): AsyncGenerator<StreamEvent, void> {
  const { id, model, inputTokens } = heading;
  const usage = { input_tokens: inputTokens, output_tokens: 1 };
  const head = {
    id,
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
  let open: Content["kind"] | undefined;
  let index = -1;
  let length = 0;
  let usesTools = false;
  const delta = (delta: object) => ({ type: "content_block_delta", index, delta });
  const close = () => [
    ...(open === "think" ? [delta({ type: "signature_delta", signature: "c2lnbmVk" })] : []),
    ...(open ? [{ type: "content_block_stop", index }] : []),
  ];
  for await (const piece of pieces) {
    // Not before: until something is said, it can still be refused.
    if (index < 0) yield { type: "message_start", message: head };
    // What is said in several pieces is one block.
    if (open !== piece.kind || piece.kind === "use") {
      yield* close();
      open = piece.kind;
      index++;
      yield { type: "content_block_start", index, content_block: empty(piece, callId) };
    }
    const text = piece.kind === "use" ? JSON.stringify(piece.input) : piece.text;
    length += text.length;
    usesTools ||= piece.kind === "use";
    for (const part of inParts(text)) yield delta(deltas[piece.kind](part));
  }
  yield* close();
  const outputTokens = heading.outputTokens ?? Math.ceil(length / 4);
  yield {
    type: "message_delta",
    delta: { stop_reason: usesTools ? "tool_use" : "end_turn", stop_sequence: null },
    usage: { output_tokens: outputTokens },
  };
  yield { type: "message_stop" };
}

const empty = (piece: Content, callId: () => string) =>
  piece.kind === "use"
    ? { type: "tool_use", id: callId(), name: piece.tool, input: {} }
    : piece.kind === "think"
      ? { type: "thinking", thinking: "", signature: "" }
      : { type: "text", text: "" };

const deltas = {
  say: (text: string) => ({ type: "text_delta", text }),
  think: (thinking: string) => ({ type: "thinking_delta", thinking }),
  use: (partial_json: string) => ({ type: "input_json_delta", partial_json }),
};

/** As a model speaks: a few words at a time. */
const inParts = (text: string) => text.match(/.{1,40}/gsu) ?? [];
