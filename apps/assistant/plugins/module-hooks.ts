import { readFileSync } from "node:fs";
import { type ResolveFnOutput, type ResolveHookContext, registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { codeOf } from "./error-code.ts";
import { SourceInvalid, transpile } from "./transpile.ts";

type Next = (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput;

/** There must be one of each: tokens, the registry of injectable classes, and what is told apart by its class. */
const OURS = ["holdfast", "grammy", "tsyringe", "reflect-metadata"];
/** A plugin far from any `node_modules` may import these, too. */
const LENT = ["zod", "@grammyjs/conversations"];

/**
 * Lets this process load plugins of the operator's: TypeScript as it is, and, wherever a file lies, the Holdfast that is
 * running. Registered once; it stays.
 */
export function registerModuleHooks(): void {
  if (registered) return;
  registered = true;
  registerHooks({
    resolve: (specifier, context, next) => resolved(specifier, context, next),
    load(url, context, next) {
      if (!isTypeScript(url)) {
        if (url.startsWith("file:") && /js$/.test(url)) scripts.push(fileURLToPath(url));
        return next(url, context);
      }
      const file = fileURLToPath(url);
      return { format: "module", source: transpile(file, readFileSync(file, "utf8")), shortCircuit: true };
    },
  });
}
let registered = false;

/** JavaScript that was loaded as it is. */
const scripts: string[] = [];

/** The file that a syntax error is in, and where: of a module in JavaScript Node does not say it. */
export function invalidSource(): SourceInvalid | undefined {
  for (const file of scripts) {
    try {
      transpile(file, readFileSync(file, "utf8"));
    } catch (error) {
      if (error instanceof SourceInvalid) return error;
    }
  }
  return undefined;
}

/** Names a package so that it is looked for from the working directory, instead of from here. */
export const fromWorkingDirectory = (name: string) => `${FROM_WORKING_DIRECTORY}${name}`;
const FROM_WORKING_DIRECTORY = "holdfast-plugin:";

function resolved(specifier: string, context: ResolveHookContext, next: Next): ResolveFnOutput {
  if (specifier.startsWith(FROM_WORKING_DIRECTORY)) {
    const parentURL = pathToFileURL(`${process.cwd()}/`).href;
    return next(specifier.slice(FROM_WORKING_DIRECTORY.length), { ...context, parentURL });
  }
  // Asked by `ours`, below.
  if (context.parentURL === import.meta.url) return next(specifier, context);
  if (isOf(OURS, specifier)) return ours(specifier);
  try {
    return next(specifier, context);
  } catch (error) {
    if (!NOT_FOUND.includes(codeOf(error) ?? "")) throw error;
    if (isOf(LENT, specifier)) return ours(specifier);
    return typeScriptFor(specifier, context, next) ?? fail(error);
  }
}

const NOT_FOUND: readonly string[] = ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND", "ERR_UNSUPPORTED_DIR_IMPORT"];

const isOf = (packages: readonly string[], specifier: string) =>
  packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));

/** As this file would import it. */
const ours = (specifier: string): ResolveFnOutput => ({ url: import.meta.resolve(specifier), shortCircuit: true });

/** What TypeScript would find for `./forecast.js` or `./forecast`, when there is nothing of that name. */
function typeScriptFor(specifier: string, context: ResolveHookContext, next: Next): ResolveFnOutput | undefined {
  if (!specifier.startsWith(".") || !isTypeScript(context.parentURL ?? "")) return undefined;
  const bare = specifier.replace(/\.(m?)js$/, "");
  for (const candidate of [`${bare}.ts`, `${bare}.mts`, `${bare}/index.ts`]) {
    try {
      return next(candidate, context);
    } catch (error) {
      if (!NOT_FOUND.includes(codeOf(error) ?? "")) throw error;
    }
  }
  return undefined;
}

const isTypeScript = (url: string) => url.startsWith("file:") && /\.m?ts$/.test(url);

function fail(error: unknown): never {
  throw error;
}
