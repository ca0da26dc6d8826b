import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect as assert, test } from "vitest";

test("a child ends when its parent is killed", async () => {
  const fixture = new URL("./fixtures/killed-parent.mjs", import.meta.url).pathname;
  const parent = spawn(process.execPath, [fixture], { stdio: ["ignore", "pipe", "ignore"] });
  // The child holds this pipe open for as long as it lives.
  parent.stdout.resume();
  const [[, signal]] = await Promise.all([once(parent, "exit"), once(parent.stdout, "close")]);
  assert(signal).toBe("SIGKILL");
});
