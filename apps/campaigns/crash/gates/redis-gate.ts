import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { BotProcess } from "#harness";
import { type Request, RequestReader } from "./request-reader.ts";
import { StepWatch, type StoreTrap } from "./step-watch.ts";
import { redisCall } from "./store-call.ts";
import type { StoreGate } from "./store-gate.ts";

/**
 * Between the bot and its Redis: passes on what comes, and keeps the command that is a step from Redis, or its answer
 * from the bot.
 */
export class RedisGate implements StoreGate {
  private readonly sockets = new Set<Socket>();
  private trap: ({ readonly watch: StepWatch; readonly held: () => void } & StoreTrap) | undefined;

  private constructor(
    private readonly server: Server,
    private readonly redisPort: number,
  ) {
    server.on("connection", (client) => this.join(client));
  }

  static async before(redisPort: number): Promise<RedisGate> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new RedisGate(server, redisPort);
  }

  /** What the bot takes for its Redis. */
  get url(): string {
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async set(trap: StoreTrap, _bot: BotProcess, held: () => void): Promise<void> {
    this.trap = { ...trap, held, watch: new StepWatch(trap.userId) };
  }

  lift(): void {
    this.trap = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private join(client: Socket): void {
    const redis = connect(this.redisPort, "127.0.0.1");
    const reader = new RequestReader();
    let answer = (chunk: Buffer): void => void client.write(chunk);
    client.on("data", (chunk) => {
      for (const request of reader.take(chunk)) {
        const trap = this.sprungBy(request);
        if (!trap) redis.write(request.bytes);
        else {
          // Of what else is on the way on this connection nothing passes any more.
          client.removeAllListeners("data").pause();
          answer = trap.at === "before" ? () => {} : answeredBehind(redis, request, trap.held);
          if (trap.at === "before") trap.held();
          return;
        }
      }
    });
    redis.on("data", (chunk) => answer(chunk));
    for (const [one, other] of [
      [client, redis],
      [redis, client],
    ] as const) {
      this.sockets.add(one);
      one.setNoDelay();
      one.on("error", () => {});
      one.on("close", () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }

  private sprungBy({ args }: Request): NonNullable<RedisGate["trap"]> | undefined {
    const { trap } = this;
    const call = trap && redisCall(args);
    if (!call || trap.watch.stepOf(call) !== trap.step) return undefined;
    this.trap = undefined;
    return trap;
  }
}

/**
 * Has Redis carry the command out and keeps the answer. Redis answers in order, so when it echoes what was sent behind
 * the command, the command is done.
 */
function answeredBehind(redis: Socket, { bytes }: Request, done: () => void): (chunk: Buffer) => void {
  const token = randomUUID();
  redis.write(bytes);
  redis.write(`*2\r\n$4\r\nECHO\r\n$${token.length}\r\n${token}\r\n`);
  let kept = "";
  return (chunk) => {
    kept += chunk.toString("latin1");
    if (kept.includes(token)) done();
  };
}
