import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { type LoadOptions, LoadServer } from "./load-server.ts";

export interface Contender {
  readonly name: string;
  /** A module in `contenders/`, without its ending. */
  readonly module: string;
  /** Follows the API root on its command line. */
  readonly args: () => readonly string[];
}

export interface Figures {
  readonly messagesPerSecond: number;
  readonly cpuMicrosPerMessage: number;
}

/** Runs one contender, in a process of its own, through one load. @throws if an answer is missing or out of order. */
export async function measure({ name, module, args }: Contender, load: LoadOptions): Promise<Figures> {
  const server = new LoadServer(load);
  const apiRoot = await server.listen();
  const path = new URL(`./contenders/${module}${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
  const child = fork(path, [apiRoot, ...args()], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  try {
    const died = once(child, "exit").then(() => {
      throw new Error(`${name} ended before it had answered every message.`);
    });
    await Promise.race([server.begun.promise, died]);
    const before = await cpuOf(child);
    const { messages, ms, inOrder } = await Promise.race([server.result, died]);
    const cpu = (await cpuOf(child)) - before;
    if (!inOrder) throw new Error(`${name} answered out of order or with a wrong count.`);
    died.catch(() => {});
    return { messagesPerSecond: (messages * 1_000) / ms, cpuMicrosPerMessage: cpu / messages };
  } finally {
    child.kill("SIGKILL");
    server.close();
  }
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send("cpu");
  const [micros] = await once(child, "message");
  return micros as number;
}
