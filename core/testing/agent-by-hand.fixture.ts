import type { Composer, Context } from "grammy";
import {
  Agent,
  type AgentFailed,
  type AgentTurn,
  type Answer,
  type Compacted,
  inject,
  injectable,
  type Plugin,
  SessionStore,
  Turns,
} from "#core";
import { type Stage, type StageOptions, setStage } from "./stage.fixture.ts";

/** A turn that a test answers. */
export interface TurnByHand extends AgentTurn {
  answer(text: string, more?: Omit<Answer, "text">): void;
  fail(error: AgentFailed): void;
}

/** An agent that says and does what a test has it do, and ends when it is no longer wanted. */
export class AgentByHand implements Agent {
  readonly name = "by-hand";
  readonly runsCode = false;
  readonly prompts: string[] = [];
  private readonly begun: TurnByHand[] = [];
  private waiting: ((turn: TurnByHand) => void) | undefined;

  /** The next turn that begins. */
  next(): Promise<TurnByHand> {
    const turn = this.begun.shift();
    return turn ? Promise.resolve(turn) : new Promise((resolve) => (this.waiting = resolve));
  }

  run(turn: AgentTurn): Promise<Answer> {
    this.prompts.push(turn.prompt);
    return new Promise((resolve, reject) => {
      turn.signal.addEventListener("abort", () => reject(turn.signal.reason));
      const byHand = { ...turn, answer: (text: string, more = {}) => resolve({ text, ...more }), fail: reject };
      if (this.waiting) this.waiting(byHand);
      else this.begun.push(byHand);
      this.waiting = undefined;
    });
  }

  async compact(): Promise<Compacted> {
    return {};
  }
}

/** Whatever is said to the bot becomes a turn, but for `/clear`. */
@injectable()
class TalkPlugin implements Plugin {
  readonly name = "talk";
  constructor(
    @inject(Turns) private readonly turns: Turns,
    @inject(SessionStore) private readonly sessions: SessionStore,
  ) {}
  install(bot: Composer<Context>): void {
    bot.on("message").command("clear", async (ctx) => {
      await this.sessions.update(ctx.from.id, (session) => session.end());
      await ctx.reply("cleared");
    });
    bot.on("message:text", async (ctx) => void (await this.turns.submit(ctx, ctx.message.text)));
  }
}

/** A stage on which the agent is played by the test. */
export async function setTalk(options: StageOptions = {}): Promise<Stage & { readonly agent: AgentByHand }> {
  const agent = new AgentByHand();
  const stage = await setStage({
    plugins: [TalkPlugin],
    provide: (container) => void container.registerInstance<Agent>(Agent, agent),
    ...options,
  });
  return Object.assign(stage, { agent });
}
