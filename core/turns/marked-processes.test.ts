import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { endMarked, TURN_VARIABLE } from "./marked-processes.ts";

/** A shell that says when it is ready and has a child of its own, which inherits its environment. */
async function startMarked(turn: string, before = "") {
  const env = { PATH: process.env.PATH, [TURN_VARIABLE]: turn };
  const child = spawn("sh", ["-c", `${before} sleep 600 & echo $!; wait; wait`], {
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = await once(child.stdout, "data");
  return { child, grandchild: Number(String(line)) };
}

const ended = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

/** Whether it runs: nobody may have asked yet how it ended. */
function isThere(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
  } catch {
    return false;
  }
}

test("processes of a turn and their children are ended by what their environment says, and no others", async () => {
  const mine = await startMarked("bot-a/turn-1");
  const others = await startMarked("bot-b/turn-1");
  try {
    expect(await endMarked((turn) => turn.startsWith("bot-a/"))).toBe(2);
    expect(isThere(mine.grandchild)).toBe(false);
    expect(ended(others.child)).toBe(false);
    expect(isThere(others.grandchild)).toBe(true);
  } finally {
    await endMarked((turn) => turn === "bot-b/turn-1");
  }
});

test("what does not listen is killed", async () => {
  const stubborn = await startMarked("bot-c/turn-1", "trap '' TERM;");
  expect(await endMarked((turn) => turn === "bot-c/turn-1")).toBe(2);
  expect(isThere(stubborn.grandchild)).toBe(false);
});
