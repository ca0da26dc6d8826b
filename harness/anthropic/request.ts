import { z } from "zod";
import type { Ending } from "../scripted/exchange.ts";

const block = z.looseObject({ type: z.string() });
type Block = z.infer<typeof block>;
const message = z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(block)]) });

/** @see https://docs.anthropic.com/en/api/messages */
export const requestBody = z.looseObject({
  model: z.string(),
  stream: z.boolean().default(false),
  messages: z.array(message).min(1),
  tools: z.array(z.looseObject({ name: z.string() })).default([]),
});
export type RequestBody = z.infer<typeof requestBody>;

/** One entry of a conversation, as the model was told it. */
export interface Said {
  readonly role: string;
  /** Tools and their results in square brackets; without what the client adds for itself. */
  readonly text: string;
}

/** One request for a message. */
export class AnthropicRequest {
  /** In ms since the epoch. */
  readonly at = Date.now();
  /** Resolves when nothing more happens to it. */
  readonly ended: Promise<Ending>;
  /** @internal */
  readonly end: (how: Ending) => void;

  constructor(
    /** Which conversation, as Claude Code names it; "" if it is not said. */
    readonly session: string,
    /** All of it. */
    readonly body: RequestBody,
  ) {
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.ended = promise;
    this.end = resolve;
  }

  /** The conversation so far, the latest words included; without what Claude Code tells the model beside it. */
  get history(): readonly Said[] {
    const messages = this.body.messages.filter(({ role }) => role !== "system");
    return messages.map(({ role, content }) => ({ role, text: blocks(content).map(textOf).join("") }));
  }

  /** What the person said last; "" if only tools have. */
  get prompt(): string {
    return blocks(this.lastOfUser).findLast(isOwnText)?.text ?? "";
  }

  /** The calls of tools of which this brings the results, if these are what it brings. */
  get results(): readonly string[] {
    return blocks(this.lastOfUser).flatMap((each) => (each.type === "tool_result" ? [String(each.tool_use_id)] : []));
  }

  get tools(): readonly string[] {
    return this.body.tools.map(({ name }) => name);
  }

  /** About how many tokens it has. */
  get size(): number {
    return Math.ceil(JSON.stringify(this.body.messages).length / 4);
  }

  // Claude Code may end with messages of the role "system".
  private get lastOfUser(): string | readonly Block[] {
    return this.body.messages.findLast(({ role }) => role === "user")?.content ?? [];
  }
}

const blocks = (content: string | readonly Block[]): readonly Block[] =>
  typeof content === "string" ? [{ type: "text", text: content }] : content;

const isOwnText = (each: Block): each is Block & { text: string } =>
  each.type === "text" && typeof each.text === "string" && !each.text.startsWith("<system-reminder>");

function textOf(each: Block): string {
  if (each.type === "tool_use") return `[${each.name} ${JSON.stringify(each.input)}]`;
  if (each.type === "tool_result")
    return `[${blocks((each.content ?? "") as string | readonly Block[])
      .map(textOf)
      .join("")}]`;
  if (each.type === "image" || each.type === "document") return `[${each.type}]`;
  return isOwnText(each) ? each.text : "";
}
