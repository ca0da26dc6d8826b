import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Options, SDKMessage } from "@anthropic-ai/claude-agent-sdk";
import { describe, test } from "vitest";
import type { FakeAnthropic } from "./anthropic.ts";

const sdk = await import("@anthropic-ai/claude-agent-sdk").catch(() => undefined);
const isThere = sdk !== undefined && hasBinary();

export const HOW_TO_GET_CLAUDE = "get one with npm install --include=optional @anthropic-ai/claude-agent-sdk";

/** Tests that need Claude Code: skipped, with one line that says so, where its binary is not installed; failed where `HOLDFAST_REQUIRE_ALL=1`. */
export function describeWithClaude(title: string, tests: () => void): void {
  if (isThere) return void describe(title, tests);
  if (process.env.HOLDFAST_REQUIRE_ALL !== "1") {
    console.warn(`Claude Code is missing, so ${title} is not tried: ${HOW_TO_GET_CLAUDE}.`);
    return void describe.skip(title, tests);
  }
  describe(title, () => {
    test("has Claude Code", () => {
      throw new Error(`There is no Claude Code: ${HOW_TO_GET_CLAUDE}.`);
    });
  });
}

/** Whoever uses Claude Code, in a home and a workspace of their own. */
export async function claudeUser(anthropic: FakeAnthropic) {
  const home = await mkdtempDisposable(`${tmpdir()}/claude-`);
  const env = { PATH: process.env.PATH, HOME: home.path, CLAUDE_CONFIG_DIR: home.path, ...anthropic.env };
  return {
    /** @returns all it told, and how it broke down, if it did. */
    async asks(prompt: string, options: Options & { env?: Record<string, string> } = {}) {
      if (!sdk) throw new Error(HOW_TO_GET_CLAUDE);
      const told: SDKMessage[] = [];
      const turn = sdk.query({ prompt, options: { cwd: home.path, ...options, env: { ...env, ...options.env } } });
      try {
        for await (const message of turn) told.push(message);
      } catch (error) {
        return { told, error, result: resultIn(told) };
      }
      return { told, result: resultIn(told) };
    },
    [Symbol.asyncDispose]: () => home[Symbol.asyncDispose](),
  };
}

function resultIn(told: readonly SDKMessage[]) {
  const result = told.find((message) => message.type === "result");
  if (!result) throw new Error(`There was no result, but: ${JSON.stringify(told)}`);
  return result;
}

function hasBinary(): boolean {
  const { platform, arch } = process;
  const packages = [`${platform}-${arch}`, `${platform}-${arch}-musl`];
  return packages.some((each) => {
    try {
      return import.meta.resolve(`@anthropic-ai/claude-agent-sdk-${each}/package.json`) !== "";
    } catch {
      return false;
    }
  });
}
