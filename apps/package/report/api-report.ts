import { type Declarations, placeOf, readDeclarations, type Source } from "./declarations.ts";

/**
 * The public surface of one import path as text: what it exports, and the declarations these refer to, which a program
 * meets without naming them.
 *
 * @param index the compiled declarations of its `index.ts`.
 */
export function apiReport(door: string, index: string): string {
  const library = new Library();
  const { exported, declared } = library.read(index);
  const here = [...declared.keys()].map((name) => [name, { from: index, own: true, name, typeOnly: false }] as const);
  const exports = [...exported, ...here]
    .toSorted(byName)
    .map(([name, source]) => ({ name, source: library.find(source) }));
  const behind = library.behind(exports.map(({ source }) => source));
  const parts = [
    `# ${door}`,
    "Written by `npm run api` from the declarations as they are built. A change here is a change for those who use it.",
    fenced(exports.map(({ name, source }) => (source.own ? library.textOf(source) : passedOn(name, source)))),
  ];
  if (behind.length > 0) parts.push("What these refer to, and nobody can import:", fenced(behind));
  return `${parts.join("\n\n")}\n`;
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
const fenced = (texts: readonly string[]) => `\`\`\`ts\n${texts.join("\n\n")}\n\`\`\``;
const passedOn = (name: string, { from }: Source) => `export { ${name} } from "${from}";`;

/** Files of declarations, each read once. */
class Library {
  private readonly files = new Map<string, Declarations>();

  read(file: string): Declarations {
    const known = this.files.get(file) ?? readDeclarations(file);
    this.files.set(file, known);
    return known;
  }

  /** Where it is declared, however many files pass it on. */
  find(source: Source): Source {
    const next = source.own ? this.read(source.from).exported.get(source.name) : undefined;
    return next ? this.find({ ...next, typeOnly: source.typeOnly || next.typeOnly }) : source;
  }

  textOf({ from, name, typeOnly }: Source): string {
    const texts = this.read(from).declared.get(name) ?? [];
    // Who has only the type of a class can't make one.
    return texts.map((text) => (typeOnly ? text.replaceAll(/^ {4}constructor\(.*?\);\n/gms, "") : text)).join("\n");
  }

  /** The declarations of this package that these refer to, and those that they refer to, in the order of their names. */
  behind(sources: readonly Source[]): string[] {
    const seen = new Map<string, readonly [string, string]>();
    const keyOf = ({ from, name }: Source) => `${name} ${from}`;
    const shown = new Set(sources.map(keyOf));
    const follow = (source: Source): void => {
      if (!source.own) return;
      for (const next of this.namedIn(source)) {
        if (!next.own || shown.has(keyOf(next)) || seen.has(keyOf(next))) continue;
        seen.set(keyOf(next), [next.name, this.textOf(next)]);
        follow(next);
      }
    };
    for (const source of sources) follow(source);
    return [...seen.values()].toSorted(byName).map(([, text]) => text);
  }

  /** What a declaration names: by an import, in its own file, `through.aNamespace`, or by `import("./place.ts").Name`. */
  private namedIn(source: Source): Source[] {
    const { declared, imported } = this.read(source.from);
    const text = this.textOf(source);
    const inPlace = [...text.matchAll(/import\("(.+?)"\)\.(\w+)/g)].map(([, from = "", name = ""]) => {
      return { ...placeOf(from, source.from), name, typeOnly: true };
    });
    const byWord = [...text.matchAll(/\b([A-Za-z_]\w*)(?:\.(\w+))?/g)].flatMap(([, word = "", member]) => {
      const place = imported.get(word);
      if (place?.name === "*") return member === undefined ? [] : [{ ...place, name: member }];
      if (place) return [{ ...place, typeOnly: true }];
      return declared.has(word) ? [{ ...source, name: word, typeOnly: true }] : [];
    });
    return [...inPlace, ...byWord].map((named) => this.find(named));
  }
}
