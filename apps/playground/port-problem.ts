import { SetupInvalid } from "#core";
import { PortTaken } from "#harness";

/** What to do about a port that can't be had. */
export function explainPort(error: unknown): never {
  if (!(error instanceof PortTaken)) throw error;
  throw new SetupInvalid(error.message, "Name a free one: holdfast play --port 8081.", error);
}
