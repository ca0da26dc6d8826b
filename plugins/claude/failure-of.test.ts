import { expect, test } from "vitest";
import { noUsage } from "#core";
import { failureOf } from "./failure-of.ts";

test.each([
  [{ kind: "invalid_request" }, "Claude declined to answer this.", false],
  [
    { kind: "max_output_tokens" },
    "My answer became longer than it may be, and was cut off. Ask for less at a time.",
    false,
  ],
  [{ kind: "invalid_request", status: 400, terminalReason: "image_error" }, "I could not read that picture.", false],
  [{ kind: "invalid_request", status: 400 }, "Claude could not take this request.", false],
  [{ status: 413 }, "What you sent is too large for Claude.", false],
  [{ kind: "unknown" }, "I can't reach Claude at the moment. Try again in a few minutes.", true],
])("an end of %o is told as: %s", (ending, message, isPassing) => {
  expect(failureOf({ errors: [], ...ending }, noUsage)).toMatchObject({ message, isPassing });
});
