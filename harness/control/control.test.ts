import { execFile, spawnSync } from "node:child_process";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { type Control, startControl } from "./control.ts";

const readme = await readFile(join(import.meta.dirname, "README.md"), "utf8");
const examples = [...readme.matchAll(/```sh\n(.*?)```(?:\n```json\n(.*?)```)?/gs)];
const hasCurl = spawnSync("curl", ["--version"]).status === 0;
const MISSING = "curl is missing, so the control API's README is not tried: apt-get install curl.";
if (!hasCurl && process.env.HOLDFAST_REQUIRE_ALL !== "1") console.warn(MISSING);

describe("the README of the control API", () => {
  test.skipIf(!hasCurl && process.env.HOLDFAST_REQUIRE_ALL !== "1")("shows what curl answers", async () => {
    if (!hasCurl) throw new Error(MISSING);
    await using control = await startControl();
    await using directory = await mkdtempDisposable(join(tmpdir(), "control-"));
    expect(examples.length).toBeGreaterThan(50);
    for (const [, script = "", shown] of examples) {
      const output = await shell(placed(script, control), directory.path);
      if (shown === undefined) continue;
      const [last = ""] = output.trim().split("\n").slice(-1);
      expect(JSON.parse(last), script).toMatchObject(JSON.parse(shown));
    }
  });

  test("has an example of every call", async () => {
    await using control = await startControl();
    const asked = [...readme.matchAll(/curl -sf?(.*)$/gm)].map(([, line = ""]) => ({
      method: /-X (\w+)/.exec(line)?.[1] ?? (/ -d |--data/.test(line) ? "POST" : "GET"),
      path: /127\.0\.0\.1:8082([^'?\s]*)/.exec(line)?.[1],
    }));
    const lacking = control.calls.filter(
      ({ method, path }) => !asked.some((one) => one.method === method && matches(path, one.path ?? "")),
    );
    expect(control.calls.length).toBeGreaterThan(40);
    expect(lacking).toEqual([]);
  });
});

describe("the control API", () => {
  test("turns away foreign hosts and other sites' pages", async () => {
    await using control = await startControl();
    expect(await statusOf(control.url, { host: "evil.example" })).toBe(403);
    expect(await statusOf(control.url, { origin: "https://evil.example" })).toBe(403);
    expect(await statusOf(control.url, {})).toBe(200);
  });

  test("says what is wrong with a request", async () => {
    await using control = await startControl();
    expect(await post(control, "/bots", "{")).toEqual([400, "The body is no JSON."]);
    expect(await post(control, "/bots", { username: 1 })).toEqual([400, expect.stringContaining("username")]);
    expect(await post(control, "/bots", { username: "b", colour: "red" })).toEqual([
      400,
      expect.stringContaining("colour"),
    ]);
    expect(await post(control, "/users/7/messages", { text: "Hi" })).toEqual([
      404,
      expect.stringContaining("no user 7"),
    ]);
    expect(await post(control, "/nowhere", {})).toEqual([404, "There is no POST /nowhere."]);
    await post(control, "/users", { firstName: "Alice", id: 7 });
    expect(await post(control, "/users/7/messages", { text: "Hi" })).toEqual([
      404,
      expect.stringContaining("no bot yet"),
    ]);
    expect(await post(control, "/users", { firstName: "Eve", id: 7 })).toEqual([409, "There is a user 7 already."]);
    await post(control, "/bots", { username: "b", token: "42:x" });
    expect(await post(control, "/bots", { username: "c", token: "42:y" })).toEqual([409, "There is a bot 42 already."]);
    expect(await post(control, "/users/7/expect", { toSee: { pattern: "(" } })).toEqual([
      400,
      expect.stringContaining("group"),
    ]);
    expect(await post(control, "/users/7/expect", {})).toEqual([400, expect.stringContaining("Expect one of toSee")]);
    expect(await post(control, "/users/7/presses", { text: "No" })).toEqual([
      417,
      expect.stringContaining("no such button"),
    ]);
  });

  test("does not start where something else listens", async () => {
    await using control = await startControl();
    const port = Number(new URL(control.url).port);
    await expect(startControl({ port })).rejects.toThrow(`Port ${port} can't be used.`);
    await expect(startControl({ telegram: { port } })).rejects.toThrow(`Port ${port} can't be used.`);
  });
});

const run = promisify(execFile);

/** @returns what it wrote. @throws if any step of it fails. */
async function shell(script: string, cwd: string): Promise<string> {
  const { stdout } = await run("bash", ["-euo", "pipefail", "-c", script], { cwd, timeout: 20_000 });
  return stdout;
}

const placed = (script: string, { url, apiRoot }: Control) =>
  script.replaceAll("http://127.0.0.1:8082", url).replaceAll("http://127.0.0.1:8081", apiRoot);

const matches = (route: string, path: string) => new RegExp(`^${route.replaceAll(/:\w+/g, "-?\\d+")}$`).test(path);

async function post({ url }: Control, path: string, body: unknown): Promise<[number, string]> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${url}${path}`, { method: "POST", body: text });
  return [response.status, ((await response.json()) as { problem: string }).problem];
}

function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  request(url, { headers }, (response) => {
    response.resume();
    resolve(response.statusCode);
  })
    .once("error", reject)
    .end();
  return promise;
}
