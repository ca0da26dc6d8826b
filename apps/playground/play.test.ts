import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { freePort } from "#harness";
import { directoryWith } from "../assistant/testing/assistant-stage.ts";
import { holdfast, playing } from "./testing/play-process.ts";

const health = (url: string) =>
  fetch(url).then(
    ({ status }) => status,
    () => "nobody there",
  );

describe("holdfast play", () => {
  test("says in one line where it is, and ends cleanly when told to", async () => {
    await using run = await playing();
    expect(await health(run.url)).toBe(200);
    run.signal("SIGTERM");
    expect(await run.exitCode()).toBe(0);
    expect(run.output()).toBe(`Playground on ${run.url}\n`);
    expect(await health(run.url)).toBe("nobody there");
  });

  test("keeps its sessions apart from those of the real bot", async () => {
    await using run = await playing();
    await expect.poll(() => existsSync(`${run.directory}/sessions/playground.sqlite`), { timeout: 10_000 }).toBe(true);
    run.signal("SIGINT");
    expect(await run.exitCode()).toBe(0);
    expect(existsSync(`${run.directory}/sessions/bot_data.sqlite`)).toBe(false);
  });

  test("hands the plugins and their settings to the bot, and says if it does not start with them", async () => {
    await using directory = await directoryWith({ "dice.ts": { example: "dice.ts" } });
    await using run = await playing({ PLUGINS: `${directory.path}/dice.ts`, HOLDFAST_DICE_SIDES: "1" });
    await run.wrote("The settings of the plugins are wrong: HOLDFAST_DICE_SIDES: Too small");
    expect(await health(run.url)).toBe(200);
  });

  test("names the port that is taken", async () => {
    await using first = await playing();
    const { port } = new URL(first.url);
    await using second = await holdfast(["play", "--port", port, "--no-open"]);
    expect(await second.exitCode()).toBe(1);
    expect(second.output()).toBe(`Port ${port} can't be used. Name a free one: holdfast play --port 8081.\n`);
  });

  test("refuses what is no port", async () => {
    await using run = await holdfast(["play", "--port", "many"]);
    expect(await run.exitCode()).toBe(1);
    expect(run.output()).toBe(`"many" is no port number. Write it like 8080.\n`);
  });

  test("a webhook of the environment is left alone", async () => {
    await using run = await playing({ TELEGRAM_TOKEN: "1:real", WEBHOOK_URL: "https://example.com/hook" });
    expect(await health(run.url)).toBe(200);
  });
});

test("holdfast start without a token opens the playground", async () => {
  const port = await freePort();
  await using run = await holdfast(["start"], { PORT: String(port) });
  await run.wrote(`Playground on http://127.0.0.1:${port}\n`);
  expect(await health(`http://127.0.0.1:${port}`)).toBe(200);
});
