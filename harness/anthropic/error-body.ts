import type { Refused } from "../scripted/failure.ts";

/** @see https://docs.anthropic.com/en/api/errors */
export function errorBody({ status, message }: Refused): object {
  const [type, usual] = kinds[status] ?? (status < 500 ? badRequest : serverError);
  return { type: "error", error: { type, message: message ?? usual } };
}

const badRequest = ["invalid_request_error", "The request is invalid."] as const;
const serverError = ["api_error", "Internal server error"] as const;

const kinds: Readonly<Record<number, readonly [type: string, message: string]>> = {
  401: ["authentication_error", "invalid x-api-key"],
  402: ["billing_error", "Your account has no credit."],
  403: ["permission_error", "Your API key does not have permission to use the specified resource."],
  404: ["not_found_error", "The requested resource could not be found."],
  413: ["request_too_large", "Request exceeds the maximum allowed number of bytes."],
  429: ["rate_limit_error", "This request would exceed your rate limit."],
  504: ["timeout_error", "Request timed out."],
  529: ["overloaded_error", "Overloaded"],
};
