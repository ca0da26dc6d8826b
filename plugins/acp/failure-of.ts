import { AgentFailed } from "#core";

/** The agent does not know the conversation that it was to go on with. */
export class ConversationUnknown extends Error {}

/** It will be no better at the next start: the operator has to choose another agent, or another version of it. */
export class AgentUnfit extends AgentFailed {
  constructor(
    /** For the operator. */
    readonly reason: string,
    cause?: unknown,
  ) {
    super("The agent of this bot can't be talked to. Only its operator can mend that.", {
      cause: new Error(reason, { cause }),
      isPassing: true,
    });
  }
}

/** What an agent may answer to a request that went wrong, by the protocol's codes. */
export function failureOf(error: { readonly code: number; readonly message: string; readonly data?: unknown }): Error {
  const cause = new Error(
    `${error.code} ${error.message} ${error.data === undefined ? "" : JSON.stringify(error.data)}`,
  );
  // The only way to say so. Anything else, however odd, must not make anybody forget a conversation.
  if (error.code === RESOURCE_NOT_FOUND) return new ConversationUnknown(cause.message);
  if (error.code === AUTH_REQUIRED)
    return new AgentFailed("The agent wants to be logged in. Only the operator of this bot can mend that.", {
      cause,
      isPassing: true,
    });
  return new AgentFailed(`The agent failed: ${inOneLine(error.message)}`, { cause, isPassing: true });
}

/** How a turn may end that was not simply answered, in a sentence for its user. */
export const NOT_ANSWERED: Readonly<Record<string, string>> = {
  max_tokens: "The answer became too long and was cut off there. Say “go on” to continue.",
  max_turn_requests: "I took as many steps as I may in one go and stopped there. Say “go on” to continue.",
  refusal: "The agent refused to go on with this.",
};

const RESOURCE_NOT_FOUND = -32_002;
const AUTH_REQUIRED = -32_000;

function inOneLine(message: string): string {
  const line = message
    .replace(/^Internal error: /, "")
    .replace(/\s+/g, " ")
    .trim();
  return line.length > MOST ? `${line.slice(0, MOST)}…` : line;
}

const MOST = 300;
