import { describe, expect, test } from "vitest";
import { approvalRequest } from "./approval-request.ts";

const keyOf = (tool: string, input: Record<string, unknown>) =>
  approvalRequest({
    tool,
    input,
    toolUseId: "t",
    workspace: "/w",
    suggestions: [{ type: "setMode", mode: "acceptEdits" }],
  }).key;
const write = (path: string) => keyOf("Write", { file_path: path, content: "x" });

describe("allowed for the session", () => {
  test("are further changes of files in the workspace", () => {
    expect(write("/w/b/c.txt")).toBe(write("/w/a.txt"));
    expect(write("d.txt")).toBe(write("/w/a.txt"));
  });

  test.each([
    "/w/.git/hooks/pre-commit",
    "/w/.claude/settings.json",
    ".mcp.json",
    "/w/b/.bashrc",
    "/etc/passwd",
    "../b",
  ])("with them is not %s, which can have things run or lies elsewhere", (path) => {
    expect(write(path)).not.toBe(write("/w/a.txt"));
    expect(write(path)).toBe(write(path));
    expect(keyOf("Edit", { file_path: path })).not.toBe(keyOf("Edit", { file_path: "/w/a.txt" }));
    expect(keyOf("NotebookEdit", { notebook_path: path })).not.toBe(keyOf("NotebookEdit", { notebook_path: "/w/a" }));
  });
});
