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
    // It starts programs: there is no call that another site's page could make.
    for (const { method, path } of control.calls) {
      const call = `${control.url}${path.replaceAll(/:\w+/g, "1")}`;
      expect(await statusOf(call, { host: "evil.example" }, method), call).toBe(403);
      expect(await statusOf(call, { origin: "https://evil.example" }, method), call).toBe(403);
      expect(await statusOf(call, { origin: "null" }, method), call).toBe(403);
    }
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

  test("says what is wrong with a fault, a hold, and what is not there", async () => {
    await using control = await startControl();
    const fault = (given: object) => post(control, "/faults", given);
    const impossible = `"conflict" can only happen to getupdates, not to sendMessage.`;
    expect(await fault({ method: "sendMessage", answer: "conflict" })).toEqual([400, impossible]);
    expect(await fault({ method: "*", where: { text: { pattern: "(" } }, answer: "hang" })).toEqual([
      400,
      expect.stringContaining("group"),
    ]);
    expect(await fault({ method: "*", answer: "explode" })).toEqual([400, expect.stringContaining("answer")]);
    expect(await post(control, "/holds/3/cut", {})).toEqual([404, "There is no hold 3: make one with POST /holds."]);
    expect(await post(control, "/undo/1", {})).toEqual([404, expect.stringContaining("There is no undo 1")]);
    expect(await post(control, "/oracles/off", { names: ["luck"] })).toEqual([400, expect.stringContaining("names")]);
  });

  test("says what is wrong with a bot's process", async () => {
    await using control = await startControl();
    await post(control, "/bots", { username: "b", token: "42:x" });
    expect(await post(control, "/bots/42/process/start", {})).toEqual([
      404,
      "Bot 42 has no process: say which with PUT /bots/42/process.",
    ]);
    const put = async (body: object) => {
      const response = await fetch(`${control.url}/bots/42/process`, { method: "PUT", body: JSON.stringify(body) });
      return [response.status, await response.json()];
    };
    expect(await put({ command: [] })).toEqual([400, { problem: expect.stringContaining("command") }]);
    expect(await put({ command: ["sh", "-c", "echo no courage; exit 3"] })).toEqual([201, expect.anything()]);
    const started = await fetch(`${control.url}/bots/42/process/start`, { method: "POST" });
    expect(started.status).toBe(409);
    expect(await started.json()).toEqual({
      problem: "b ended with code 3, while waiting for it to be listening. It wrote:",
      report: expect.stringContaining("no courage"),
    });
    expect(await post(control, "/bots/42/files/damage", { path: "nowhere", how: "rubbish" })).toEqual([
      409,
      expect.stringContaining("ENOENT"),
    ]);
    await put({ command: ["sleep", "60"] });
    await post(control, "/bots/42/process/start", { until: "spawned" });
    expect(await put({ command: ["true"] })).toEqual([409, { problem: "b is running: stop it first." }]);
  });

  test("ends what it has started when it is reset, and when it ends", async () => {
    const pids: number[] = [];
    {
      await using control = await startControl();
      for (let round = 0; round < 2; round++) {
        await post(control, "/bots", { username: "b", token: "42:x" });
        await fetch(`${control.url}/bots/42/process`, { method: "PUT", body: `{ "command": ["sleep", "60"] }` });
        const body = `{ "until": "spawned" }`;
        const started = await fetch(`${control.url}/bots/42/process/start`, { method: "POST", body });
        pids.push(((await started.json()) as { pid: number }).pid);
        if (round === 0) await post(control, "/reset", {});
        expect(pids.map(isAlive)).toEqual(round === 0 ? [false] : [false, true]);
      }
    }
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  test("does not start where something else listens", async () => {
    await using control = await startControl();
    const port = Number(new URL(control.url).port);
    await expect(startControl({ port })).rejects.toThrow(`Port ${port} can't be used.`);
    await expect(startControl({ telegram: { port } })).rejects.toThrow(`Port ${port} can't be used.`);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

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

function statusOf(url: string, headers: Record<string, string>, method = "GET"): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  request(url, { headers, method }, (response) => {
    response.resume();
    resolve(response.statusCode);
  })
    .once("error", reject)
    .end();
  return promise;
}
