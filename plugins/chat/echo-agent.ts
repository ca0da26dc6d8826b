import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  type Agent,
  AgentFailed,
  type AgentTurn,
  type AgentWork,
  type Answer,
  type Compacted,
  type Usage,
} from "#core";

export interface EchoOptions {
  /** How long an answer or a compaction takes, in ms. Default: 0. */
  readonly delayMs?: number;
}

/**
 * Stands in where no agent is set up: echoes what it is asked and says so. For trying things out, a prompt may begin
 * with a wish: `fail` fails; `slow 5s` or `slow 300ms` takes that long; `long 6000` makes an answer of so many
 * characters; `steps 3` uses so many tools first; `ask git push` wants to do that and asks; `usage` says what it took;
 * `fail next compact` fails the session's next compaction.
 */
export class EchoAgent implements Agent {
  readonly name = "echo";
  readonly runsCode = false;

  private readonly delayMs: number;
  /** Ids of the sessions whose next compaction is to fail. */
  private readonly uncompactable = new Set<string>();

  constructor({ delayMs = 0 }: EchoOptions = {}) {
    this.delayMs = delayMs;
  }

  async run(turn: AgentTurn): Promise<Answer> {
    const { prompt, sessionId, signal, progress } = turn;
    signal.throwIfAborted();
    if (!turn.conversation) await turn.began(`echo-${randomUUID()}`);
    if (/^fail$/i.test(prompt)) throw new AgentFailed("The stand-in failed, as it was asked to.");
    if (/^fail next compact$/i.test(prompt)) this.uncompactable.add(sessionId);
    const files = turn.attachments.map(({ name, bytes }) => `📎 ${name} (${bytes.length} bytes)`);
    const outcome = (await this.act(turn)) ?? [prompt, ...files].filter(Boolean).join("\n");
    const answer = padded(`🪞 Echo (a stand-in, no real agent): ${outcome}`, wishedLength(prompt));
    const pieceMs = (wishedMs(prompt) ?? this.delayMs) / PIECES;
    for (let piece = 1; piece <= PIECES; piece++) {
      await pause(pieceMs, undefined, { signal });
      progress(answer.slice(0, Math.ceil((answer.length * piece) / PIECES)));
    }
    return { text: answer, usage: /^usage\b/i.test(prompt) ? EXAMPLE_USAGE : undefined };
  }

  async compact({ sessionId, signal }: AgentWork): Promise<Compacted> {
    await pause(this.delayMs, undefined, { signal });
    if (this.uncompactable.delete(sessionId)) {
      throw new AgentFailed("The stand-in failed to compact, as it was asked to.");
    }
    return {};
  }

  /** Uses tools, or asks for one. @returns what came of it. */
  private async act({ prompt, signal, step, ask }: AgentTurn): Promise<string | undefined> {
    for (let count = 1; count <= wishedSteps(prompt); count++) {
      const tool = { id: `step-${count}`, tool: "Read", line: `file-${count}.txt` };
      step({ ...tool, state: "running" });
      await pause(this.delayMs, undefined, { signal });
      step({ ...tool, state: "done" });
    }
    const [, command] = /^ask (.+)/is.exec(prompt) ?? [];
    if (command === undefined) return undefined;
    const decision = await ask({
      id: "ask-1",
      tool: "Bash",
      title: "Run a command",
      detail: command,
      key: `Bash:${command.split(" ", 1)[0]}`,
    });
    return decision === "deny" ? `I was not allowed to: ${command}` : `I would now run: ${command}`;
  }
}

const EXAMPLE_USAGE: Usage = { turns: 2, ms: 1_500, inputTokens: 1_200, outputTokens: 345, costUsd: 0.0123 };

const PIECES = 5;

function wishedMs(prompt: string): number | undefined {
  const [, amount, unit] = /^slow (\d+)(ms|s)\b/i.exec(prompt) ?? [];
  return amount === undefined ? undefined : Number(amount) * (unit?.toLowerCase() === "s" ? 1_000 : 1);
}

function wishedLength(prompt: string): number {
  return Number(/^long (\d+)\b/i.exec(prompt)?.[1] ?? 0);
}

function wishedSteps(prompt: string): number {
  return Number(/^steps (\d{1,3})\b/i.exec(prompt)?.[1] ?? 0);
}

/** Numbered words, so that a missing or doubled part would show. */
function padded(text: string, length: number): string {
  let long = text;
  for (let word = 1; long.length < length; word++) long += ` ${word}`;
  return length > 0 ? long.slice(0, length) : long;
}
