/** How a request for a message fails. */
export type Failure =
  /** Such as 429: as the API refuses; in the middle of a stream, where it is too late for a status, its `error` event. */
  | number
  | Refused
  /** The connection breaks. */
  | "cut"
  /** The stream ends in its middle as if that were its end. */
  | "half"
  /** Nothing more comes until the client hangs up. */
  | "hang";

export interface Refused {
  readonly status: number;
  /** Default: what is usual for the status. */
  readonly message?: string;
  /** In seconds. */
  readonly retryAfter?: number;
}

/** @see https://docs.anthropic.com/en/api/errors */
export function errorBody({ status, message }: Refused): object {
  const [type, usual] = kinds[status] ?? (status < 500 ? kinds[400] : kinds[500]) ?? ["api_error", "Error"];
  return { type: "error", error: { type, message: message ?? usual } };
}

const kinds: Readonly<Record<number, readonly [type: string, message: string]>> = {
  400: ["invalid_request_error", "The request is invalid."],
  401: ["authentication_error", "invalid x-api-key"],
  402: ["billing_error", "Your account has no credit."],
  403: ["permission_error", "Your API key does not have permission to use the specified resource."],
  404: ["not_found_error", "The requested resource could not be found."],
  413: ["request_too_large", "Request exceeds the maximum allowed number of bytes."],
  429: ["rate_limit_error", "This request would exceed your rate limit."],
  500: ["api_error", "Internal server error"],
  504: ["timeout_error", "Request timed out."],
  529: ["overloaded_error", "Overloaded"],
};
