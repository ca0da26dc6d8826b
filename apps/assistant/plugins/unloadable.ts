import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupInvalid } from "#core";
import { codeOf } from "./error-code.ts";
import { invalidSource } from "./module-hooks.ts";
import { SourceInvalid } from "./transpile.ts";

/** What to say of an entry of PLUGINS that can't be loaded. */
export const unloadable = (
  entry: string,
  why: string,
  cure = "Correct it, or take it out of PLUGINS.",
  cause?: unknown,
) => new SetupInvalid(`The plugin ${entry} can't be loaded: ${why}.`, cure, cause);

/** The same for what its import was refused with. */
export function explained(entry: string, error: unknown): SetupInvalid {
  const cure = isNotFound(error) ? "Install or correct what it imports, or take it out of PLUGINS." : undefined;
  return unloadable(entry, whyRefused(error), cure, error);
}

/** Why the import of a file was refused: one line, without its full stop, that says where it is wrong. */
export function whyRefused(error: unknown): string {
  const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  const message = first.replace(/\.$/, "");
  if (error instanceof SourceInvalid) return `${shown(error.file)}:${error.line}:${error.column}: ${message}`;
  if (error instanceof SyntaxError) return `${placeOf(error)}${message}`;
  return isNotFound(error) ? message : `it threw "${message}"`;
}

const isNotFound = (error: unknown) => NOT_FOUND.includes(codeOf(error) ?? "");

const NOT_FOUND: readonly string[] = ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND", "ERR_PACKAGE_PATH_NOT_EXPORTED"];

/** Node tells it on the first line of the stack, and of a module's own syntax not at all. */
function placeOf({ stack = "" }: SyntaxError): string {
  const [, name, line] = /^(.+):(\d+)\n/.exec(stack) ?? [];
  if (name === undefined) {
    const found = invalidSource();
    return found ? `${shown(found.file)}:${found.line}: ` : "";
  }
  const file = name.startsWith("file:") ? fileURLToPath(name) : name;
  // The syntax of TypeScript is all right if it came this far, and this line is one of what was made of it.
  return /\.m?ts$/.test(file) ? `${shown(file)}: ` : `${shown(file)}:${line}: `;
}

/** A path as the operator would write it. */
function shown(file: string): string {
  const path = relative("", file);
  return path.startsWith("..") || isAbsolute(path) ? file : `./${path}`;
}
