import { relative, resolve, sep } from "node:path";
import { type ApprovalRequest, difference, shortPath, toolLine } from "#core";

/** What is known of a tool that waits for permission, as the SDK tells it. */
export interface Asked {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly toolUseId: string;
  readonly title?: string;
  /** The rules that would allow it from now on, as Claude Code suggests them; unknown to this program in part. */
  readonly suggestions?: readonly Suggestion[];
  readonly workspace: string;
}

export interface Suggestion {
  readonly type: string;
  readonly rules?: readonly { readonly toolName: string; readonly ruleContent?: string }[];
  readonly mode?: string;
  readonly directories?: readonly string[];
}

export function approvalRequest(asked: Asked): ApprovalRequest {
  const { tool, input, toolUseId, workspace } = asked;
  const title = asked.title ?? toolLine(tool, input, workspace);
  return { id: toolUseId, tool, title, detail: detailOf(asked), key: keyOf(asked) };
}

/** Whatever there is to judge by, whole: a part that is not shown is a part that nobody has allowed. */
function detailOf({ tool, input, workspace }: Asked): string {
  const text = (name: string) => (typeof input[name] === "string" ? input[name] : "");
  const path = shortPath(text("file_path"), workspace);
  if (tool === "Bash") return text("command");
  if (tool === "Write") return difference(path, "", text("content"));
  if (tool === "Edit") return difference(path, text("old_string"), text("new_string"));
  if (tool === "WebFetch") return text("url");
  return JSON.stringify(input, undefined, 2);
}

/**
 * The same for everything that one permission would cover; for what Claude Code suggests no rule, only for the same again.
 * So too for a file of a program's settings, such as a hook of git: it can have things run that nobody is asked about.
 */
function keyOf({ tool, input, suggestions = [], workspace }: Asked): string {
  const path = input.file_path ?? input.notebook_path;
  if (typeof path === "string" && isHidden(path, workspace)) return `${tool} ${JSON.stringify(input)}`;
  const rules = suggestions.flatMap(({ rules = [], mode, directories = [] }) => [
    ...rules.map(({ toolName, ruleContent }) => (ruleContent === undefined ? toolName : `${toolName}(${ruleContent})`)),
    ...(mode === undefined ? [] : [`mode:${mode}`]),
    ...directories.map((directory) => `directory:${directory}`),
  ]);
  return rules.length > 0 ? `${tool} ${rules.toSorted().join(" ")}` : `${tool} ${JSON.stringify(input)}`;
}

/** Whether any part of its way, seen from the workspace, begins with a dot; so does every way that leads out of it. */
const isHidden = (path: string, workspace: string) =>
  relative(workspace, resolve(workspace, path))
    .split(sep)
    .some((part) => part.startsWith("."));
