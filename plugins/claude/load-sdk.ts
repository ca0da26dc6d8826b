import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { SetupInvalid } from "#core";

/** What is needed of the SDK. By a type of its own, so that this package's declarations hold where it is not installed. */
export type Sdk = typeof import("@anthropic-ai/claude-agent-sdk");

/**
 * Loads the SDK, which is only installed where it is wanted, and sees to it that there is a Claude Code to run.
 *
 * @param executable of an installed Claude Code. Default: the one that comes with the SDK.
 * @throws {SetupInvalid}
 */
export async function loadSdk(executable?: string): Promise<Sdk> {
  const sdk = await import("@anthropic-ai/claude-agent-sdk").catch((error: unknown) => {
    throw new SetupInvalid(
      "AGENT=claude needs the package @anthropic-ai/claude-agent-sdk, which is not installed.",
      HOW_TO_GET_IT,
      error,
    );
  });
  if (executable !== undefined) await checkExecutable(executable);
  if (executable === undefined && !comesWithClaude()) {
    throw new SetupInvalid(
      `AGENT=claude finds no Claude Code for ${process.platform}-${process.arch}.`,
      `${HOW_TO_GET_IT} Or name an installed one in CLAUDE_EXECUTABLE.`,
    );
  }
  return sdk;
}

/** Has it say its version: what can't even do that would fail every user. */
async function checkExecutable(executable: string): Promise<void> {
  const invalid = (why: string, cause?: unknown) =>
    new SetupInvalid(
      `CLAUDE_EXECUTABLE names ${executable}, which ${why}.`,
      "Correct it, or leave it out to use the Claude Code that comes with @anthropic-ai/claude-agent-sdk.",
      cause,
    );
  if (!existsSync(executable)) throw invalid("is not there");
  const { stdout } = await promisify(execFile)(executable, ["--version"], { timeout: PATIENCE_MS }).catch((error) => {
    throw invalid("does not run: it could not be asked for its version", error);
  });
  if (!/Claude Code/i.test(stdout)) throw invalid("is not Claude Code, by what it says of its version");
}

/** A cold start of its 380 MB from a slow disk. */
const PATIENCE_MS = 60_000;

const HOW_TO_GET_IT = "Get it with npm install --include=optional @anthropic-ai/claude-agent-sdk.";

function comesWithClaude(): boolean {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("@anthropic-ai/claude-agent-sdk"));
  const here = `@anthropic-ai/claude-agent-sdk-${process.platform}-${process.arch}`;
  return [here, `${here}-musl`].some((name) => {
    try {
      return existsSync(resolve(`${name}/package.json`));
    } catch {
      return false;
    }
  });
}
