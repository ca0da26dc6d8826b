import { type Context, Hono } from "hono";
import { z } from "zod";
import { BotProcess } from "../bots/bot-process.ts";
import { pattern, regularExpression } from "../faults/pattern.ts";
import { until } from "../world/until.ts";
import type { Cast } from "./cast.ts";
import { answer, body, digits, idIn, Problem, query } from "./exchange.ts";

const program = z.strictObject({
  command: z.tuple([z.string()], z.string()),
  env: z.record(z.string(), z.string()).optional(),
  cwd: z.string().optional(),
  patienceMs: z.number().positive().optional(),
  keepAlive: z
    .union([
      z.boolean(),
      z.strictObject({
        afterMs: z.number().nonnegative().optional(),
        most: z.int().positive().optional(),
        withinMs: z.number().positive().optional(),
      }),
    ])
    .optional(),
  sampleEveryMs: z.number().positive().optional(),
});
const sign = z.union([z.enum(["listening", "spawned"]), regularExpression]);
const signal = z.enum(["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGKILL"]);

/** A bot's program, from its first start to its last end. */
export function processRoutes(cast: () => Cast): Hono {
  const app = new Hono();

  app.put("/bots/:id/process", async (context) => {
    const account = cast().bot(idIn(context));
    const { keepAlive, ...wanted } = await body(context, program);
    const before = cast().processes.get(account.id);
    if (before?.running) throw new Problem(409, `${account.me.username} is running: stop it first.`);
    if (before) await before[Symbol.asyncDispose]();
    const { telegram } = cast();
    const made = new BotProcess({ telegram, account, ...wanted, ...(keepAlive !== undefined && { keepAlive }) });
    cast().processes.set(account.id, made);
    return answer(context, stateOf(made), 201);
  });

  app.get("/bots/:id/process", (context) => answer(context, stateOf(processIn(context))));

  app.post("/bots/:id/process/start", async (context) => {
    const { until: wanted = "listening" } = await body(context, z.strictObject({ until: sign.optional() }));
    const bot = processIn(context);
    await bot.start({ until: wanted });
    return answer(context, stateOf(bot));
  });

  app.post("/bots/:id/process/stop", async (context) => {
    const { signal: wanted } = await body(context, z.strictObject({ signal: signal.optional() }));
    const bot = processIn(context);
    await bot.stop(wanted);
    return answer(context, stateOf(bot));
  });

  app.post("/bots/:id/process/kill", async (context) => {
    const bot = processIn(context);
    await bot.kill();
    return answer(context, stateOf(bot));
  });

  app.post("/bots/:id/process/restart", async (context) => {
    const bot = processIn(context);
    await bot.restart();
    return answer(context, stateOf(bot));
  });

  app.post("/bots/:id/process/exit", async (context) => {
    const bot = processIn(context);
    await bot.exit();
    return answer(context, stateOf(bot));
  });

  app.get("/bots/:id/process/usage", async (context) => answer(context, await processIn(context).usage()));

  app.get("/bots/:id/process/samples", (context) => answer(context, processIn(context).samples));

  app.get("/bots/:id/process/output", (context) => {
    const { tail } = query(context, z.strictObject({ tail: digits.optional() }));
    const bot = processIn(context);
    return answer(context, tail === undefined ? { output: bot.output } : { lines: bot.tail(tail) });
  });

  app.post("/bots/:id/process/output", async (context) => {
    const wanted = z.strictObject({ until: pattern, within: z.number().positive().max(600_000).optional() });
    const { until: sought, within = 5_000 } = await body(context, wanted);
    const bot = processIn(context);
    const isThere = () => (typeof sought === "string" ? bot.output.includes(sought) : bot.output.search(sought) >= 0);
    const { found } = await until({ look: () => isThere() || undefined, beats: [bot.wrote], timeoutMs: within });
    if (!found) throw new Problem(417, `It did not write that within ${within} ms.`);
    return answer(context, { output: bot.output });
  });

  return app;

  function processIn(context: Context): BotProcess {
    return cast().process(idIn(context));
  }
}

function stateOf({ running, phase, pid, startedAt, isAskedToEnd, exitCode, restarts, trouble }: BotProcess) {
  return { running, phase, pid, startedAt, isAskedToEnd, exitCode, restarts, trouble };
}
