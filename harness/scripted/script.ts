import type { Gate } from "../faults/gate.ts";
import { Failed, type Failure } from "./failure.ts";

/** What may happen in the course of an answer beside what is said. */
export type Incident<Request> =
  | { readonly kind: "hold"; readonly gate: Gate<Request> }
  | { readonly kind: "fail"; readonly failure: Failed["failure"]; left: number };

export interface Said {
  readonly kind: "say";
  readonly text: string;
}

/**
 * What is answered, piece by piece. It is played from its start whenever it is asked for; only failures and holds are
 * used up.
 */
export abstract class Script<Request> {
  /** More text. */
  say(text: string): this {
    return this.add({ kind: "say", text });
  }

  /** Whatever comes next waits until this is released. */
  hold(gate: Gate<Request>): this {
    return this.add({ kind: "hold", gate });
  }

  /** Fails here, so many times (1); then what comes next does happen. */
  fail(failure: Failure, { times = 1 } = {}): this {
    const worded = typeof failure === "number" ? { status: failure } : failure;
    return this.add({ kind: "fail", failure: worded, left: times });
  }

  protected abstract add(piece: Said | Incident<Request>): this;
}

/** Whether there is still something to happen in it. */
export const isLeft = (pieces: readonly ({ readonly kind: string } | Incident<unknown>)[]) =>
  pieces.some((piece) => ("left" in piece ? piece.left > 0 : piece.kind !== "hold"));

/** Goes through an answer piece by piece, and waits where it is held. @throws {Failed} */
export async function* play<Request, Content extends { readonly kind: string }>(
  pieces: readonly (Content | Incident<Request>)[],
  request: Request,
): AsyncGenerator<Content, void> {
  for (const piece of pieces) {
    if ("gate" in piece) {
      if (!(await piece.gate.wait(request))) throw new Failed("cut");
    } else if (!("failure" in piece)) yield piece;
    else if (piece.left > 0) {
      piece.left--;
      throw new Failed(piece.failure);
    }
  }
}
