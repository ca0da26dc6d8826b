import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { type AgentContext, agent, ndJsonStream, RequestError, type StopReason } from "@agentclientprotocol/sdk";

// An agent that does what it is told, a step a line: `say Hello`, `use ls`, `do ls`, `ask rm -rf x`, `edit a.txt`, `stop refusal`.
// How it is as an agent stands in its arguments, such as `no-load` or `hang`. It keeps conversations in its home.

const is = new Set(process.argv.slice(2));
const home = join(process.env.HOME ?? "", "talks");
const fileOf = (id: string) => join(home, `${id}.json`);
let cancelled = Promise.withResolvers<void>();
const commands = is.has("compacts") ? [{ name: "compact", description: "Shortens the conversation" }] : [];

if (is.has("crash")) {
  process.stderr.write("no such model\n");
  process.exit(3);
}
if (is.has("garbage")) process.stdout.write("Welcome to the agent!\n> \n");
if (is.has("chatter")) process.stdout.write('Welcome!\n{"level":"info","message":"up"}\n');
function serve(): void {
  agent({ name: "scripted" })
    .onRequest("initialize", () => ({
      protocolVersion: is.has("old") ? 0 : 1,
      agentInfo: { name: "scripted", version: "1.0.0" },
      authMethods: [{ id: "key", name: "A key" }],
      agentCapabilities: {
        loadSession: !is.has("no-load"),
        promptCapabilities: { image: !is.has("blind") },
        sessionCapabilities: { ...(is.has("resumes") && { resume: {} }), delete: {} },
      },
    }))
    .onRequest("authenticate", async ({ params }) => {
      await writeFile(join(process.env.HOME ?? "", "login"), params.methodId);
      return {};
    })
    .onRequest("session/new", async ({ client }) => {
      if (is.has("locked") && !existsSync(join(process.env.HOME ?? "", "login"))) throw RequestError.authRequired();
      const sessionId = crypto.randomUUID();
      await mkdir(home, { recursive: true });
      await writeFile(fileOf(sessionId), "[]");
      announce(client, sessionId);
      return { sessionId, ...modes() };
    })
    .onRequest("session/load", async ({ params: { sessionId }, client }) => {
      for (const text of await talk(sessionId)) {
        await tell(client, sessionId, { sessionUpdate: "user_message_chunk", content: { type: "text", text } });
        await say(client, sessionId, `Answer to ${text}`);
      }
      announce(client, sessionId);
      return modes();
    })
    .onRequest("session/resume", async ({ params: { sessionId } }) => {
      await talk(sessionId);
      return modes();
    })
    .onRequest("session/set_mode", async ({ params }) => {
      await appendFile(join(process.env.HOME ?? "", "modes"), `${params.modeId}\n`);
      return {};
    })
    .onRequest("session/delete", async ({ params }) => {
      await talk(params.sessionId);
      await rm(fileOf(params.sessionId));
      return {};
    })
    .onRequest("session/prompt", async ({ params: { sessionId, prompt }, client }) => {
      const text = prompt.map((block) => (block.type === "text" ? block.text : `<${block.type}>`)).join("\n");
      const talked = await talk(sessionId);
      await writeFile(fileOf(sessionId), JSON.stringify([...talked, text]));
      cancelled = Promise.withResolvers<void>();
      let stopReason: StopReason = "end_turn";
      for (const line of text.split("\n")) stopReason = (await step(client, sessionId, line, talked)) ?? stopReason;
      return { stopReason };
    })
    .onNotification("session/cancel", () => cancelled.resolve())
    .connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>));
}

async function step(client: AgentContext, id: string, line: string, talked: string[]): Promise<StopReason | undefined> {
  const [word = "", rest = ""] = line.split(/ (.*)/s);
  if (word === "say") await say(client, id, rest);
  if (word === "use") {
    await call(client, id, { title: rest, status: "pending", kind: "execute", rawInput: { command: rest } });
    await call(client, id, { status: "completed" });
  }
  if (word === "ask") await ask(client, id, { title: rest, kind: "execute", rawInput: { command: rest } });
  if (word === "edit") await ask(client, id, { title: `Edit ${rest}`, kind: "edit", content: [changeOf(rest)] });
  if (word === "history") await say(client, id, `Before: ${talked.join(" | ") || "nothing"}`);
  if (word === "environment") await say(client, id, Object.keys(process.env).toSorted().join(" "));
  if (word === "blocks") await say(client, id, rest);
  if (word === "costs")
    await tell(client, id, {
      sessionUpdate: "usage_update",
      used: 900,
      size: 1_000,
      cost: { amount: Number(rest), currency: "USD" },
    });
  if (word === "news") await tell(client, id, { sessionUpdate: "news_of_tomorrow", for: "newer clients" });
  if (word === "do") await say(client, id, spawnSync(rest, { shell: true, encoding: "utf8" }).output.join(""));
  if (word === "start") spawn(rest, { shell: true, detached: true, stdio: "ignore" }).unref();
  if (word === "crash") process.exit(1);
  if (word === "fail") throw new RequestError(-32_603, `Internal error: ${rest}`);
  if (word === "stop") return rest as StopReason;
  if (word === "hold") {
    await cancelled.promise;
    return "cancelled";
  }
  if (word === "deaf") {
    process.on("SIGTERM", () => {});
    await new Promise(() => setInterval(() => {}, 60_000));
  }
  if (word === "/compact")
    await call(client, id, { title: "Compact", status: is.has("clumsy") ? "failed" : "completed", kind: "think" });
  return undefined;
}

async function ask(
  client: AgentContext,
  sessionId: string,
  toolCall: Readonly<Record<string, unknown>>,
): Promise<void> {
  const toolCallId = await call(client, sessionId, { ...toolCall, status: "pending" });
  const { outcome } = await client.request("session/request_permission", {
    sessionId,
    toolCall: { toolCallId },
    options: [
      { optionId: "always", name: "Always", kind: "allow_always" },
      { optionId: "yes", name: "Yes", kind: "allow_once" },
      { optionId: "no", name: "No", kind: "reject_once" },
    ],
  });
  const said = outcome.outcome === "selected" ? outcome.optionId : outcome.outcome;
  await call(client, sessionId, { toolCallId, status: said === "yes" ? "completed" : "failed" });
  await say(client, sessionId, `I heard ${said}.`);
}

let calls = 0;
async function call(client: AgentContext, id: string, news: Readonly<Record<string, unknown>>): Promise<string> {
  const isNew = news.status === "pending";
  if (isNew) calls++;
  const toolCallId = `call_${calls}`;
  await tell(client, id, { sessionUpdate: isNew ? "tool_call" : "tool_call_update", toolCallId, ...news });
  return toolCallId;
}

const say = (client: AgentContext, id: string, text: string) =>
  tell(client, id, { sessionUpdate: "agent_message_chunk", content: { type: "text", text } });

const tell = (client: AgentContext, sessionId: string, update: Readonly<Record<string, unknown>>) =>
  client.notify<object>("session/update", { sessionId, update });

/** As agents do: a moment after they have answered. */
function announce(client: AgentContext, sessionId: string): void {
  setImmediate(
    () => void tell(client, sessionId, { sessionUpdate: "available_commands_update", availableCommands: commands }),
  );
}

const modes = () => (is.has("bold") ? MODES : {});

const MODES = {
  modes: {
    currentModeId: "yolo",
    availableModes: [
      { id: "yolo", name: "Yolo" },
      { id: "default", name: "Ask" },
    ],
  },
};

const changeOf = (path: string) => ({
  type: "diff",
  path: join(process.cwd(), path),
  oldText: "one\n",
  newText: "two\n",
});

async function talk(id: string): Promise<string[]> {
  if (!existsSync(fileOf(id))) throw is.has("vague") ? RequestError.internalError() : RequestError.sessionNotFound(id);
  return JSON.parse(await readFile(fileOf(id), "utf8"));
}

if (is.has("hang") || is.has("garbage")) process.stdin.resume();
else serve();
