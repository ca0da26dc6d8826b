import { expect, test } from "vitest";
import { holdfast } from "../playground/testing/play-process.ts";

test("holdfast telegram serves the Bot API and the control API until it is told to stop", async () => {
  await using command = await holdfast(["telegram", "--port", "0"]);
  await command.wrote("Control API on ");
  const [, apiRoot, control] = /^Bot API on (\S+)\nControl API on (\S+)\n/.exec(command.output()) ?? [];
  const bot = JSON.stringify({ username: "my_bot", token: "42:secret" });
  expect((await fetch(`${control}/bots`, { method: "POST", body: bot })).status).toBe(201);
  const me = await fetch(`${apiRoot}/bot42:secret/getMe`);
  expect(await me.json()).toMatchObject({ ok: true, result: { username: "my_bot" } });

  await using second = await holdfast(["telegram", "--port", new URL(apiRoot ?? "").port]);
  expect(await second.exitCode()).toBe(1);
  expect(second.output()).toMatch(/^Port \d+ can't be used\. Name free ones:/);

  command.signal("SIGTERM");
  expect(await command.exitCode()).toBe(0);
});
