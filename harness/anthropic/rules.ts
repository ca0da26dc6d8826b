import { ModelScript, type ScriptedMessage } from "./model-script.ts";
import type { AnthropicRequest } from "./request.ts";

/** How Claude Code begins the request for a summary of the conversation. */
const asksForSummary = /^CRITICAL: Respond with TEXT ONLY/;

interface Rule {
  readonly said: string | RegExp;
  readonly script: ModelScript;
}

/** Which answer a request gets. */
export class Rules {
  private readonly rules: Rule[] = [];
  private readonly summaries: Rule[] = [];
  /** What follows the result of each call of a tool. */
  private readonly next = new Map<string, Step>();
  private calls = 0;

  constructor() {
    this.addForSummaries().say("<summary>What was said before, in short.</summary>");
  }

  /** Later rules go before earlier ones. */
  add(said: string | RegExp): ModelScript {
    return began(this.rules, said);
  }

  /** What other rules say does not answer these, even if they answer everything. */
  addForSummaries(): ModelScript {
    return began(this.summaries, asksForSummary);
  }

  /** @returns undefined if there is none. */
  answerTo(request: AnthropicRequest): Answer | undefined {
    const step = request.prompt === "" ? this.next.get(request.results[0] ?? "") : this.firstStep(request.prompt);
    const message = step?.script.messages[step.index];
    return step && message?.isLeft ? { message, callId: () => this.nextCall(step) } : undefined;
  }

  private firstStep(prompt: string): Step | undefined {
    const rules = asksForSummary.test(prompt) ? this.summaries : this.rules;
    const rule = rules.find(({ said, script }) => script.messages[0]?.isLeft && isIn(said, prompt));
    return rule && { script: rule.script, index: 0 };
  }

  private nextCall({ script, index }: Step): string {
    const id = `toolu_${++this.calls}`;
    this.next.set(id, { script, index: index + 1 });
    return id;
  }
}

interface Step {
  readonly script: ModelScript;
  readonly index: number;
}

/** One message to answer with. */
export interface Answer {
  readonly message: ScriptedMessage;
  /** Names the next call of a tool. */
  readonly callId: () => string;
}

function began(rules: Rule[], said: string | RegExp): ModelScript {
  const script = new ModelScript();
  rules.unshift({ said, script });
  return script;
}

const isIn = (said: string | RegExp, prompt: string) =>
  typeof said === "string" ? prompt.includes(said) : prompt.search(said) >= 0;
