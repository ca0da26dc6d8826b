/** How a request fails. */
export type Failure =
  /** Such as 429: refused in the API's own way. In the middle of a stream, where it is too late for a status, its `error` event. */
  | number
  | Refused
  /** The connection breaks. */
  | "cut"
  /** A stream ends in its middle as if that were its end. */
  | "half"
  /** The answer, with status 200, is not of this API. */
  | "malformed"
  /** Nothing more comes until the client hangs up. */
  | "hang";

export interface Refused {
  readonly status: number;
  /** Default: what is usual for the status. */
  readonly message?: string;
  /** In seconds. */
  readonly retryAfter?: number;
}

/** A request fails at this point. */
export class Failed extends Error {
  override readonly name = "Failed";
  constructor(readonly failure: Exclude<Failure, number>) {
    super("It was meant to fail.");
  }
}
