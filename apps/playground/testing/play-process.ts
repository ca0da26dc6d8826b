import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposable } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "#harness";

const root = dirname(createRequire(import.meta.url).resolve("holdfast/package.json"));
const bin = join(root, "dist/apps/holdfast/bin.js");

/** The command as a person starts it, in an empty directory, without any setting of this machine's. */
export async function holdfast(args: readonly string[], env: Record<string, string> = {}) {
  const directory = await mkdtempDisposable(`${tmpdir()}/playground-`);
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: directory.path,
    env: { PATH: process.env.PATH, ECHO_DELAY: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      written.push(text);
      child.emit("wrote");
    });
  }
  const closed = once(child, "close");
  const output = () => written.join("");
  return {
    directory: directory.path,
    output,
    /** Resolves when it has written this; rejects if it ends without. */
    async wrote(text: string) {
      while (!output().includes(text)) {
        const ended = await Promise.race([once(child, "wrote").then(() => false), closed.then(() => true)]);
        if (ended && !output().includes(text)) throw new Error(`It ended and never wrote "${text}", but:\n${output()}`);
      }
    },
    async exitCode() {
      await closed;
      return child.exitCode;
    },
    signal: (name: NodeJS.Signals) => child.kill(name),
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await closed;
      await directory.remove();
    },
  };
}

/** A playground of the assistant, its page ready. */
export async function playing(env: Record<string, string> = {}) {
  const url = `http://127.0.0.1:${await freePort()}`;
  const command = await holdfast(["play", "--port", new URL(url).port, "--no-open"], env);
  await command.wrote(`Playground on ${url}\n`);
  return { ...command, url };
}
