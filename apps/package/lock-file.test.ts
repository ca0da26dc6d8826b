import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

interface Locked {
  readonly version?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const path = join(import.meta.dirname, "../../package-lock.json");
const lock = JSON.parse(await readFile(path, "utf8")) as { readonly packages: Readonly<Record<string, Locked>> };
const packages = Object.entries(lock.packages);

// What `npm ci` asks of it, without a registry. `npm install` writes nothing of packages that its registry lacks.
describe("package-lock.json", () => {
  test("knows the version of every package that it names for some system, so that npm ci can install", () => {
    const named = packages.flatMap(([where, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {}).map((name) => ({ where, name })),
    );
    const unknown = named.filter(({ where, name }) => !placesFor(where, name).some((place) => versionAt(place)));
    expect(named.length).toBeGreaterThan(50);
    expect(unknown).toEqual([]);
  });

  test("names no registry, so that every registry will do", () => {
    const elsewhere = packages.filter(([, { link, resolved }]) => !link && resolved !== undefined);
    expect(elsewhere.map(([where]) => where)).toEqual([]);
  });
});

const versionAt = (place: string) => lock.packages[place]?.version;

/** Where Node looks for a package: beside what needs it, then further out. */
function placesFor(where: string, name: string): string[] {
  const steps = where.split("/node_modules/");
  const outer = steps.map((_, index) => steps.slice(0, steps.length - index).join("/node_modules/"));
  return [...outer.filter(Boolean).map((place) => `${place}/node_modules/${name}`), `node_modules/${name}`];
}
