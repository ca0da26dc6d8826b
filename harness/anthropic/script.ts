import type { Gate } from "../faults/gate.ts";
import type { Failure, Refused } from "./failure.ts";
import type { AnthropicRequest } from "./request.ts";

/** What happens in the course of one message, in this order. */
export type Piece =
  | { readonly kind: "think" | "say"; readonly text: string }
  | { readonly kind: "use"; readonly tool: string; readonly input: object }
  | { readonly kind: "hold"; readonly gate: Gate<AnthropicRequest> }
  | { readonly kind: "fail"; readonly failure: Refused | Exclude<Failure, number>; left: number };

export interface Usage {
  readonly input?: number;
  readonly output?: number;
}

/** One answer to one request. */
export class ScriptedMessage {
  readonly pieces: Piece[] = [];
  usage: Usage = {};

  get usesTools(): boolean {
    return this.pieces.some(({ kind }) => kind === "use");
  }

  /** Whether there is still something to happen in it. */
  get isLeft(): boolean {
    return this.pieces.some((piece) => (piece.kind === "fail" ? piece.left > 0 : piece.kind !== "hold"));
  }
}

/**
 * What the model answers, piece by piece. What follows {@link use} answers the tool's result. It is played from its start
 * whenever it is asked for; only failures and holds are used up.
 */
export class Script {
  /** @internal */
  readonly messages: ScriptedMessage[] = [new ScriptedMessage()];

  /** More text of the same message. */
  say(text: string): this {
    return this.add({ kind: "say", text });
  }

  think(text: string): this {
    return this.add({ kind: "think", text });
  }

  /** Calls a tool, and so ends the message. */
  use(tool: string, input: object): this {
    return this.add({ kind: "use", tool, input });
  }

  /** Calls one more tool in the same message. */
  also(tool: string, input: object): this {
    this.latest.pieces.push({ kind: "use", tool, input });
    return this;
  }

  /** Whatever comes next waits until this is released. */
  hold(gate: Gate<AnthropicRequest>): this {
    return this.add({ kind: "hold", gate });
  }

  /** Fails here, so many times (1); then what comes next does. */
  fail(failure: Failure, { times = 1 } = {}): this {
    return this.add({
      kind: "fail",
      failure: typeof failure === "number" ? { status: failure } : failure,
      left: times,
    });
  }

  /** What the message that was just begun says it has cost, in tokens. Default: a fourth of the characters. */
  costs(usage: Usage): this {
    this.latest.usage = usage;
    return this;
  }

  private get latest(): ScriptedMessage {
    return this.messages.at(-1) ?? new ScriptedMessage();
  }

  private add(piece: Piece): this {
    if (this.latest.usesTools) this.messages.push(new ScriptedMessage());
    this.latest.pieces.push(piece);
    return this;
  }
}
