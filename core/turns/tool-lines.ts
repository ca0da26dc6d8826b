import type { ToolStep } from "./agent.ts";
import { joined, plain, type RichText } from "./answer/rich-text.ts";

/** The tools of a turn as its user sees them: the latest few, each in a short line. */
export class ToolLines {
  private readonly steps = new Map<string, ToolStep>();

  note(step: ToolStep): void {
    this.steps.set(step.id, step);
  }

  get text(): RichText {
    const steps = [...this.steps.values()];
    const hidden = steps.length - MOST_LINES;
    const earlier = hidden > 0 ? [plain(`… ${hidden} earlier`)] : [];
    return lines([...earlier, ...steps.slice(-MOST_LINES).map(lineOf)]);
  }
}

function lineOf({ tool, line, state }: ToolStep): RichText {
  const text = shortened(line);
  const code: RichText = { text, entities: text ? [{ type: "code", offset: 0, length: text.length }] : [] };
  return joined(plain(`🔧 ${tool}${text && ": "}`), code, plain(MARK[state]));
}

const MARK = { running: " …", done: " ✔", failed: " ✘" } as const;

function shortened(line: string): string {
  const characters = [...line.replace(/\s+/g, " ").trim()];
  return characters.length > LONGEST_LINE
    ? `${characters.slice(0, LONGEST_LINE).join("").trimEnd()}…`
    : characters.join("");
}

const lines = (parts: readonly RichText[]) =>
  joined(...parts.flatMap((part, index) => (index ? [plain("\n"), part] : [part])));

const MOST_LINES = 3;
const LONGEST_LINE = 80;
