import { globSync } from "node:fs";
import { cp, mkdtempDisposable, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { freePort } from "#harness";
import { openPlayground } from "./playground.fixture.ts";
import { describeWithRegistry, run, start } from "./programs.fixture.ts";
import { manifest, pack } from "./tarball.fixture.ts";

const theTests = () => {
  let project = "";
  let installing = "";

  beforeAll(async () => {
    const disposal = new AsyncDisposableStack();
    const { tarball } = disposal.use(await pack());
    project = disposal.use(await mkdtempDisposable(join(tmpdir(), "empty-project-"))).path;
    await writeFile(join(project, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
    const tools = ["node", "typescript", "@types/node"].map((name) => `${name}@${manifest.devDependencies[name]}`);
    const log = ["--foreground-scripts", "--loglevel=info", "--prefer-offline"];
    const { output, log: written } = await run("npm", ["install", ...log, tarball, ...tools], project);
    installing = output + written;
    return () => disposal.disposeAsync();
  }, 120_000);

  test("nothing is compiled or fetched besides packages", () => {
    const scripts = [...installing.matchAll(/^> (\S+) (?:pre|post)?(?:install|prepare)$/gm)].map(([, name]) => name);
    expect(scripts).toEqual([`node@${manifest.devDependencies.node}`]);
    expect(installing).not.toMatch(/node-gyp|prebuild|gyp (?:info|ERR)|\bmake\b/);
    expect(globSync("node_modules/**/better-sqlite3/**/*.{js,node,cc}", { cwd: project })).toEqual([]);
  });

  test("the bot of the README and every import path compile against the declarations", async () => {
    await cp(join(import.meta.dirname, "project"), project, { recursive: true });
    await cp(join(import.meta.dirname, "../example/count-bot.ts"), join(project, "count-bot.ts"));
    await run("npx", ["tsc"], project);
    const { output } = await run("npm", ["exec", "--", "node", "dist/every-door.js"], project);
    expect(output).toMatch(/^\d+ plugins, mine, function$/m);
  });

  test("the declarations hold without skipLibCheck", async () => {
    const complaints = await run("npx", ["tsc", "--noEmit", "--skipLibCheck", "false"], project).then(
      () => "",
      ({ message }: Error) => message,
    );
    expect(complaints.split("\n").filter((line) => line.includes("node_modules/holdfast/"))).toEqual([]);
  });

  test("the bot runs against the harness and survives kill -9", async () => {
    const { output } = await run("npm", ["exec", "--", "node", "dist/talk.js"], project);
    expect(output).toContain('Alice saw "That makes 2." on Node 24');
  });

  test("the command is there", async () => {
    const { output } = await run("npx", ["holdfast", "--version"], project);
    expect(output.trim()).toBe(manifest.version);
  });

  describe("asked for an agent, which it does not bring along", () => {
    const SDK = "node_modules/@anthropic-ai/claude-agent-sdk";
    const GET = "Get it with npm install --include=optional @anthropic-ai/claude-agent-sdk.";
    const env = {
      TELEGRAM_TOKEN: "1:a",
      ALLOWED_USER_IDS: "1",
      TELEGRAM_API_ROOT: "http://127.0.0.1:1",
    };
    const refusal = (AGENT = "claude") =>
      run("npx", ["holdfast", "start"], project, { ...env, AGENT }).then(
        () => "It started.",
        ({ message, cause }: Error) => [(cause as { code: number }).code, message.split("failed:\n")[1]?.trim()],
      );

    test("it says in one line how to get it, and ends with 1", async () => {
      const missing = "AGENT=claude needs the package @anthropic-ai/claude-agent-sdk, which is not installed.";
      expect(await refusal()).toEqual([1, `${missing} ${GET}`]);
    });

    test("so it does when the package is there without its program, as --omit=optional leaves it", async () => {
      await cp(join(import.meta.dirname, "../..", SDK), join(project, SDK), { recursive: true });
      const here = `${process.platform}-${process.arch}`;
      const other = "Or name an installed one in CLAUDE_EXECUTABLE.";
      expect(await refusal()).toEqual([1, `AGENT=claude finds no Claude Code for ${here}. ${GET} ${other}`]);
      await rm(join(project, SDK), { recursive: true });
    });

    test("so it does for one of the Agent Client Protocol", async () => {
      const missing = "AGENT=acp: needs the package @agentclientprotocol/sdk, which is not installed.";
      const get = "Get it with npm install @agentclientprotocol/sdk.";
      expect(await refusal("acp:sh")).toEqual([1, `${missing} ${get}`]);
    });
  });

  test("the playground shows its page, and the assistant answers in it", async () => {
    const port = String(await freePort());
    await using command = start("npx", ["holdfast", "play", "--port", port, "--no-open"], project);
    await command.wrote(`Playground on http://127.0.0.1:${port}\n`);
    await using page = await openPlayground(`http://127.0.0.1:${port}`);
    await page.say("Is this the package?");
    expect(await page.sees(/Is this the package\?/)).toMatch(/stand-in/);
  });
};

await describeWithRegistry("the package in an empty project", theTests, { aloud: true });
