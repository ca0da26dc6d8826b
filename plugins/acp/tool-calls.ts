import { type ToolStep, toolLine } from "#core";
import type { ToolCallNews } from "./messages.ts";

/** A tool at work, as far as its agent has told: each message has only what is new. */
export type ToolCall = Omit<ToolCallNews, "toolCallId"> & { readonly id: string };

/** The tools of one turn. */
export class ToolCalls {
  private readonly known = new Map<string, ToolCall>();

  merge({ toolCallId: id, ...news }: ToolCallNews): ToolCall {
    const told = Object.fromEntries(Object.entries(news).filter(([, value]) => value !== undefined && value !== null));
    const call = { rawInput: undefined, ...this.known.get(id), ...told, id };
    this.known.set(id, call);
    return call;
  }
}

export function stepOf(call: ToolCall, workspace: string): ToolStep {
  return { id: call.id, tool: nameOf(call), line: lineOf(call, workspace), state: stateOf(call.status) };
}

/** Such as `Bash`; by its kind where the agent gives no name. */
export const nameOf = ({ name, kind }: ToolCall): string => name || KINDS[kind ?? ""] || "Tool";

/** What it does, in one short line. */
export function lineOf(call: ToolCall, workspace: string): string {
  return toolLine(call.title || nameOf(call), inputOf(call), workspace);
}

export const inputOf = ({ rawInput }: ToolCall): Readonly<Record<string, unknown>> =>
  typeof rawInput === "object" && rawInput !== null ? { ...rawInput } : {};

const stateOf = (status: ToolCall["status"]): ToolStep["state"] =>
  status === "completed" ? "done" : status === "failed" ? "failed" : "running";

const KINDS: Readonly<Record<string, string>> = {
  read: "Read",
  edit: "Edit",
  delete: "Delete",
  move: "Move",
  search: "Search",
  execute: "Run",
  think: "Think",
  fetch: "Fetch",
};
