import { setTimeout as after } from "node:timers/promises";
import type { Update } from "@grammyjs/types";
import { methodNamed } from "../api/check-parameters.ts";
import { Unseen } from "../faults/faults.ts";
import { methods } from "../methods/index.ts";
import { type Caller, Described } from "../methods/method.ts";
import { validated } from "../methods/validated.ts";
import type { BotAccount } from "../world/bot-account.ts";
import type { World } from "../world/world.ts";
import type { Arguments } from "./arguments.ts";
import type { Call } from "./call-log.ts";
import { NotImitated, Refusal } from "./refusal.ts";
import { tokenRefusal } from "./token-refusal.ts";

/** What goes back to the bot; "cut" closes the connection without a word. */
export type Reply = Envelope | Spoiled | "cut";

/** An answer of which half arrives, before the connection ends or as if it were all of it. */
export interface Spoiled {
  readonly spoiled: "half" | "malformed";
  readonly envelope: Envelope;
}

export type Envelope =
  | { readonly ok: true; readonly result: unknown; readonly description?: string }
  | { readonly ok: false; readonly error_code: number; readonly description: string; readonly parameters?: object };

interface Circumstances extends Pick<Call, "inReply"> {
  /** Resolves when the bot waits no longer. */
  readonly hungUp?: () => Promise<void>;
}

type Carry = (call: Arguments, stage: Caller) => unknown;

const byLowerCase: ReadonlyMap<string, Carry> = new Map(
  Object.entries(methods).map(([name, carry]) => [name.toLowerCase(), carry as Carry]),
);

/** Takes a call from whichever way it came and answers it as Telegram would, faults included. */
export class Dispatcher {
  constructor(
    private readonly world: World,
    /** How long every call takes, in ms: at least and at most. */
    public latencyMs: readonly [number, number] | undefined,
  ) {}

  async call(
    token: string,
    method: string,
    call: Arguments,
    { hungUp = never, inReply }: Circumstances = {},
  ): Promise<Reply> {
    const bot = this.world.bots.get(token);
    if (!bot) return envelope(tokenRefusal(token));
    const entry = this.world.calls.add({
      at: this.world.clock.now,
      bot: bot.me.username,
      method: method || call.text("method"),
      arguments: call,
      ...(inReply && { inReply }),
    });
    const name = entry.method.toLowerCase();
    bot.activity.begin(name);
    try {
      if (this.latencyMs) await after(between(...this.latencyMs));
      const reply = await this.withFaults(bot, entry, hungUp);
      entry.answer = summary(reply);
      return reply;
    } finally {
      bot.activity.end(name, entry.answer?.ok ?? false);
    }
  }

  private withFaults(bot: BotAccount, entry: Call, hungUp: () => Promise<void>): Promise<Reply> {
    const work = () => this.carryOut(bot, entry);
    return this.world.faults.around<Reply>({
      method: entry.method,
      call: entry.arguments,
      work,
      cut: () => "cut",
      hungUp,
      refuse: ({ status, description, retryAfter }) =>
        envelope(new Refusal(status, description, retryAfter === undefined ? undefined : { retry_after: retryAfter })),
      own: {
        half: async () => ({ spoiled: "half", envelope: await work() }),
        malformed: async () => ({ spoiled: "malformed", envelope: await work() }),
        conflict: () => bot.poll.terminated().catch(envelope),
        twice: async () => {
          const polled = await work();
          const updates = polled.ok ? (polled.result as readonly Update[]) : [];
          for (const update of updates.toReversed()) bot.updates.again(update);
          return updates.length > 0 ? polled : new Unseen(polled);
        },
      },
    });
  }

  private async carryOut(bot: BotAccount, { method, arguments: call }: Call): Promise<Envelope> {
    const { world } = this;
    const name = method.toLowerCase();
    const described = methodNamed(name);
    const carry = byLowerCase.get(name) ?? (described && ((given, caller) => validated(described, given, caller)));
    if (!carry) {
      world.oracles.report({ oracle: "unknown method", what: `${bot.me.username} called ${method || "no method"}` });
      return envelope(new Refusal(404, "Not Found: method not found"));
    }
    let giveBack = () => {};
    try {
      if (world.flood) giveBack = await world.flood.admit(bot.token, name, call.text("chat_id"));
      const result = await carry(call, { bot, world });
      world.noteSpeech(bot, call);
      return result instanceof Described
        ? { ok: true, result: result.result, description: result.description }
        : { ok: true, result };
    } catch (error) {
      giveBack();
      if (error instanceof NotImitated) world.oracles.report({ oracle: "not imitated", what: error.feature });
      else if (error instanceof Refusal) world.oracles.refused(bot, { method, call, refusal: error });
      if (error instanceof Refusal) return envelope(error);
      world.oracles.report({
        oracle: "harness failed",
        what: `${method}: ${error instanceof Error ? error.stack : error}`,
      });
      return envelope(new Refusal(500, "Internal Server Error"));
    }
  }
}

const envelope = ({ status, description, parameters }: Refusal): Envelope => ({
  ok: false,
  error_code: status,
  description,
  ...(parameters && { parameters }),
});

function summary(reply: Reply): NonNullable<Call["answer"]> {
  if (reply === "cut") return { ok: false, said: "connection cut" };
  if ("spoiled" in reply) return { ok: false, said: `${reply.spoiled} of an answer` };
  return { ok: reply.ok, said: reply.ok ? reply.result : reply.description };
}

const never = () => new Promise<void>(() => {});

const between = (min: number, max: number) => min + Math.random() * (max - min);
