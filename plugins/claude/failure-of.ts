import { AgentFailed, type Usage } from "#core";

/** How a run ended that did not succeed, as far as Claude Code tells. */
export interface Ending {
  /** What the model's service answered last, if it did. */
  readonly status?: number | null;
  /** Claude Code's own word for what went wrong, such as `rate_limit`. */
  readonly kind?: string;
  readonly subtype?: string;
  readonly terminalReason?: string;
  /** Details, for the log. */
  readonly errors: readonly string[];
}

/** One calm sentence for the user; what Claude Code said goes along as the cause, for the log. */
export function failureOf(ending: Ending, usage: Usage): AgentFailed {
  const { kind = "", status, subtype, terminalReason, errors } = ending;
  const cause = new Error([subtype, terminalReason, kind, status, ...errors].filter(Boolean).join("; "));
  const [message, isPassing] = sentenceFor(ending);
  return new AgentFailed(message, { cause, isPassing, usage });
}

function sentenceFor({
  status,
  kind = "",
  subtype,
  terminalReason,
}: Ending): readonly [message: string, isPassing: boolean] {
  if (subtype === "error_max_turns")
    return ["I took as many steps as I may in one go and stopped there. Say “go on” to continue.", false];
  if (subtype === "error_max_budget_usd")
    return ["The money for today is used up. There is more after midnight, UTC.", false];
  if (terminalReason === "prompt_too_long")
    return ["Our conversation has become too long for this request. Send /compact, then try again.", false];
  if (kind === "billing_error" || status === 402)
    return ["The account of this bot has no credit left. Only its operator can mend that.", true];
  if (status === 401 || status === 403 || KEY_KINDS.has(kind))
    return ["My access to Claude was refused. Only the operator of this bot can mend that.", true];
  if (status === 404 || kind === "model_not_found")
    return ["The model this bot is set up with does not exist. Only its operator can mend that.", true];
  if (status === 429 || kind === "rate_limit")
    return ["Claude takes no more requests from this bot at the moment. Try again in a few minutes.", true];
  if (status === 529 || kind === "overloaded")
    return ["Claude is overloaded at the moment. Try again in a few minutes.", true];
  if (status === 413) return ["What you sent is too large for Claude.", false];
  if (terminalReason === "image_error") return ["I could not read that picture.", false];
  if (kind === "max_output_tokens")
    return ["My answer became longer than it may be, and was cut off. Ask for less at a time.", false];
  // The model's refusal has no status.
  if (kind === "invalid_request" && !status) return ["Claude declined to answer this.", false];
  if (status === undefined || status === null)
    return ["I can't reach Claude at the moment. Try again in a few minutes.", true];
  if (status >= 500) return ["Claude has a problem of its own at the moment. Try again in a few minutes.", true];
  return ["Claude could not take this request.", false];
}

const KEY_KINDS = new Set([
  "authentication_failed",
  "oauth_org_not_allowed",
  "account_on_hold",
  "verification_required",
  "cloud_credential_error",
]);
