import { SetupInvalid } from "#core";
import type { Effort } from "./scenarios/index.ts";

export interface AcceptanceConfig {
  /** Whether what cannot be played here, for want of Redis or such, is a failure. */
  readonly requireAll: boolean;
  readonly effort: Effort;
}

/**
 * `HOLDFAST_REQUIRE_ALL=1`; `HOLDFAST_KILLS`, how often the bot is killed (20); `HOLDFAST_SEED`, to repeat a run.
 * @throws {SetupInvalid}
 */
export function readAcceptanceConfig(env: NodeJS.ProcessEnv): AcceptanceConfig {
  return {
    requireAll: env.HOLDFAST_REQUIRE_ALL === "1",
    effort: {
      kills: numberIn(env, "HOLDFAST_KILLS") ?? 20,
      seed: numberIn(env, "HOLDFAST_SEED") ?? Math.floor(Math.random() * 1_000_000),
    },
  };
}

function numberIn(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name]?.trim();
  if (!text) return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw new SetupInvalid(`${name} is not a number.`, "Write it in digits, or leave it out.");
  return Number(text);
}
