import type { Failure } from "./failure.ts";
import type { AnthropicRequest } from "./request.ts";
import type { Piece, ScriptedMessage } from "./script.ts";

/** The message fails at this point. */
export class Failed extends Error {
  override readonly name = "Failed";
  constructor(readonly failure: Exclude<Failure, number>) {
    super("It was meant to fail.");
  }
}

/** What is sent of a message. */
export type Content = Extract<Piece, { kind: "think" | "say" | "use" }>;

/** Goes through a message piece by piece, and waits where it is held. @throws {Failed} */
export async function* play(message: ScriptedMessage, request: AnthropicRequest): AsyncGenerator<Content, void> {
  for (const piece of message.pieces) {
    if (piece.kind === "hold") {
      if (!(await piece.gate.wait(request))) throw new Failed("cut");
    } else if (piece.kind !== "fail") yield piece;
    else if (piece.left > 0) {
      piece.left--;
      throw new Failed(piece.failure);
    }
  }
}
