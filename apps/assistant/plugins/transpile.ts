import { createRequire } from "node:module";
import type * as Oxc from "oxc-transform";
import { decoratorHelpers } from "./decorator-helpers.ts";

/** A file that is neither TypeScript nor JavaScript. */
export class SourceInvalid extends SyntaxError {
  constructor(
    message: string,
    readonly file: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}

/**
 * JavaScript for a file of TypeScript (or JavaScript, by its name), with the decorators that injection is written in, and
 * a map to its lines. It does not check types: the author's editor does.
 *
 * @throws {SourceInvalid}
 */
export function transpile(file: string, source: string): string {
  const { code, map, errors } = oxc().transformSync(file, source, {
    sourceType: "module",
    sourcemap: true,
    helpers: { mode: "External" as Oxc.HelperMode.External },
    // Without types as metadata, as everywhere in Holdfast: what is injected is named.
    decorator: { legacy: true, emitDecoratorMetadata: false },
  });
  const [error] = errors;
  if (error) {
    // It counts in bytes.
    const before = Buffer.from(source).subarray(0, error.labels[0]?.start).toString().split("\n");
    throw new SourceInvalid(error.message, file, before.length, (before.at(-1)?.length ?? 0) + 1);
  }
  const { module } = decoratorHelpers;
  const helpers = code.includes("babelHelpers.") ? `import { decoratorHelpers as babelHelpers } from "${module}";` : "";
  return `${helpers}${code}\n//# sourceMappingURL=data:application/json;base64,${base64(JSON.stringify(map))}`;
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

let loaded: typeof Oxc | undefined;

/** Loaded when the first file asks for it: most bots have no use for a compiler. */
function oxc(): typeof Oxc {
  if (!loaded) {
    loaded = createRequire(import.meta.url)("oxc-transform") as typeof Oxc;
    process.setSourceMapsEnabled(true);
  }
  return loaded;
}
