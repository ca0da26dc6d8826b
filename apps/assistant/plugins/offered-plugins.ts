import type { PluginClass } from "#core";
import { unloadable } from "./unloadable.ts";

/**
 * The plugins a module offers: its array `plugins`; else its default export, if that is a class; else the only class it
 * exports that has an install method.
 *
 * @throws {SetupInvalid}
 */
export function offeredPlugins(entry: string, module: object): readonly PluginClass[] {
  const exports = exportsOf(module);
  if (Array.isArray(exports.plugins)) {
    const offered: readonly unknown[] = exports.plugins;
    if (offered.length > 0 && offered.every(isClass)) return offered;
    throw unloadable(
      entry,
      "its export `plugins` is not a list of classes",
      "Correct it: classes, not their instances.",
    );
  }
  if (isClass(exports.default)) return [exports.default];
  const found = [...new Set(Object.values(exports).filter(isClass).filter(hasInstall))];
  if (found.length === 1) return found;
  if (found.length === 0) {
    throw unloadable(entry, "it exports no plugin", "Export a class with an install method as its default.");
  }
  const names = found.map(({ name }) => name).join(" and ");
  throw unloadable(entry, `it exports ${names}`, "Export one as its default, or all as an array named `plugins`.");
}

/** CommonJS made from a module has its exports one step further down. */
function exportsOf(module: object): Readonly<Record<string, unknown>> {
  const exports = module as Readonly<Record<string, unknown>>;
  const inner = exports.default;
  const isCommonJs = typeof inner === "object" && inner !== null && "__esModule" in inner;
  return isCommonJs ? (inner as Readonly<Record<string, unknown>>) : exports;
}

const isClass = (value: unknown): value is PluginClass =>
  typeof value === "function" && typeof value.prototype === "object" && value.prototype !== null;

const hasInstall = ({ prototype }: PluginClass) => typeof prototype.install === "function";
