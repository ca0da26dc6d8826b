import { type ApprovalRequest, type Decision, difference, shortPath } from "#core";
import { type PermissionAsked, toolContentIn, wordsIn } from "./messages.ts";
import { inputOf, lineOf, nameOf, type ToolCall } from "./tool-calls.ts";

export function approvalRequest(call: ToolCall, workspace: string): ApprovalRequest {
  const title = lineOf(call, workspace);
  return { id: call.id, tool: nameOf(call), title, detail: detailOf(call, workspace) || title, key: keyOf(call) };
}

/**
 * Which of the options that an agent offers is what the user has said. What holds for the session is kept by whoever
 * was asked, so the agent hears no more than "once": it might remember an "always" for longer than was meant.
 *
 * @returns undefined if none is.
 */
export function optionFor(decision: Decision, options: PermissionAsked["options"]): string | undefined {
  const wanted = {
    once: ["allow_once"],
    session: ["allow_once", "allow_always"],
    deny: ["reject_once", "reject_always"],
  };
  const found = wanted[decision].flatMap((kind) => options.filter((option) => option.kind === kind));
  return found[0]?.optionId;
}

/** Whatever there is to judge by, whole: a part that is not shown is a part that nobody has allowed. */
function detailOf(call: ToolCall, workspace: string): string {
  const content = (call.content ?? []).flatMap(toolContentIn);
  const differences = content.flatMap((each) =>
    each.type === "diff" ? [difference(shortPath(each.path, workspace), each.oldText ?? "", each.newText)] : [],
  );
  const words = content.flatMap((each) => (each.type === "content" ? wordsIn(each.content) : []));
  const { command, description: _, ...others } = inputOf(call);
  const hasMore = Object.keys(others).length > 0 && differences.length === 0;
  const shown = [commandIn(command), ...differences, ...words, hasMore ? JSON.stringify(others, undefined, 2) : ""];
  return shown.filter(Boolean).join("\n\n");
}

const commandIn = (command: unknown) =>
  typeof command === "string" ? command : Array.isArray(command) ? command.join(" ") : "";

/**
 * The protocol does not tell what an "always" would cover. So one permission covers only the same again, and for
 * changes of files further changes of the same ones.
 */
function keyOf(call: ToolCall): string {
  const changed = (call.content ?? [])
    .flatMap(toolContentIn)
    .flatMap((each) => (each.type === "diff" ? [each.path] : []))
    .toSorted();
  const what = changed.length > 0 ? changed : [call.title, call.rawInput ?? call.id];
  return `${nameOf(call)} ${JSON.stringify(what)}`;
}
