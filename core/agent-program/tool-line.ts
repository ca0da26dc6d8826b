import { relative } from "node:path";

/** What a tool is about to do, in one short line. */
export function toolLine(tool: string, input: Readonly<Record<string, unknown>>, workspace: string): string {
  const text = (name: string) => (typeof input[name] === "string" ? input[name] : undefined);
  const path = text("file_path") ?? text("notebook_path") ?? text("path");
  const line =
    text("command") ??
    (path && shortPath(path, workspace)) ??
    text("pattern") ??
    text("query") ??
    text("url") ??
    text("description") ??
    tool;
  const first = line.trim().split("\n", 1)[0] ?? "";
  return first.length > MOST ? `${Array.from(first).slice(0, MOST).join("")}…` : first;
}

export function shortPath(path: string, workspace: string): string {
  const within = relative(workspace, path);
  return within === "" ? "." : within.startsWith("..") ? path : within;
}

const MOST = 120;
