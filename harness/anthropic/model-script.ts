import { type Incident, isLeft, type Said, Script } from "../scripted/script.ts";
import type { AnthropicRequest } from "./request.ts";

/** What is sent of a message. */
export type Content =
  | Said
  | { readonly kind: "think"; readonly text: string }
  | { readonly kind: "use"; readonly tool: string; readonly input: object };

export interface Cost {
  readonly input?: number;
  readonly output?: number;
}

/** One answer to one request. */
export class ScriptedMessage {
  readonly pieces: (Content | Incident<AnthropicRequest>)[] = [];
  cost: Cost = {};

  get usesTools(): boolean {
    return this.pieces.some(({ kind }) => kind === "use");
  }

  get isLeft(): boolean {
    return isLeft(this.pieces);
  }
}

/** What the model answers. What follows {@link use} answers the tool's result. */
export class ModelScript extends Script<AnthropicRequest> {
  /** @internal */
  readonly messages: ScriptedMessage[] = [new ScriptedMessage()];

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

  /** What the message that was just begun says it has cost, in tokens. Default: a fourth of the characters. */
  costs(cost: Cost): this {
    this.latest.cost = cost;
    return this;
  }

  protected add(piece: Content | Incident<AnthropicRequest>): this {
    if (this.latest.usesTools) this.messages.push(new ScriptedMessage());
    this.latest.pieces.push(piece);
    return this;
  }

  private get latest(): ScriptedMessage {
    return this.messages.at(-1) ?? new ScriptedMessage();
  }
}
