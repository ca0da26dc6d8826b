import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Where a name comes from: a file of this package, or another package. */
export interface Source {
  readonly from: string;
  /** Whether `from` is a file of this package. */
  readonly own: boolean;
  /** What it is called there; `*` for all that is there. */
  readonly name: string;
  readonly typeOnly: boolean;
}

/** A file of declarations as the compiler writes it, taken apart. */
export interface Declarations {
  /** By name: an interface and a constant may share one. Without comments and private members. */
  readonly declared: ReadonlyMap<string, readonly string[]>;
  /** What it imports, and what it exports from elsewhere, by the name it has here. */
  readonly imported: ReadonlyMap<string, Source>;
  readonly exported: ReadonlyMap<string, Source>;
}

export function readDeclarations(file: string): Declarations {
  const declared = new Map<string, string[]>();
  const imported = new Map<string, Source>();
  const exported = new Map<string, Source>();
  for (const statement of statementsIn(readFileSync(file, "utf8"))) {
    const elsewhere = /^(import|export) (type )?\{(.*)\} from "(.+)";$/s.exec(statement);
    if (elsewhere) {
      const [, keyword, allTypes, names = "", from = ""] = elsewhere;
      for (const [name, source] of namesIn(names, placeOf(from, file), allTypes !== undefined)) {
        (keyword === "import" ? imported : exported).set(name, source);
      }
      continue;
    }
    const [, namespace, from = ""] = /^import (?:type )?\* as (\w+) from "(.+)";$/.exec(statement) ?? [];
    if (namespace !== undefined) imported.set(namespace, { ...placeOf(from, file), name: "*", typeOnly: true });
    const name = /^(?:export )?(?:declare )?(?:abstract )?(?:function|class|const|interface|type) (\w+)/.exec(
      statement,
    )?.[1];
    if (name !== undefined) declared.set(name, [...(declared.get(name) ?? []), statement]);
  }
  return { declared, imported, exported };
}

/** The compiler begins a statement at the margin and ends it with a line at the margin or with none. */
function statementsIn(text: string): string[] {
  const lines = text
    .replaceAll(/^\s*\/\*\*.*?\*\/\n/gms, "")
    .replaceAll(/ \/\*\*.*?\*\//gs, "")
    .split("\n")
    .filter((line) => line !== "" && !/^ +(private |#private;)/.test(line));
  const statements: string[] = [];
  for (const line of lines) {
    const goesOn = /^[\s}\])]/.test(line);
    if (goesOn) statements.push(`${statements.pop()}\n${line}`);
    else statements.push(line);
  }
  return statements;
}

/** Where a specifier leads from a file. */
export const placeOf = (specifier: string, file: string): Pick<Source, "from" | "own"> =>
  specifier.startsWith(".")
    ? { from: resolve(dirname(file), specifier.replace(/\.ts$/, ".d.ts")), own: true }
    : { from: specifier, own: false };

/** `A, type B as C`: C is what `from` calls B. */
function namesIn(list: string, place: Pick<Source, "from" | "own">, allTypes: boolean): [string, Source][] {
  return list
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [, type, name = "", alias = name] = /^(type )?(\w+)(?: as (\w+))?$/.exec(entry) ?? [];
      return [alias, { ...place, name, typeOnly: allTypes || type !== undefined }];
    });
}
