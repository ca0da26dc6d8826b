import { readFileSync } from "node:fs";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./programs.fixture.ts";

const root = join(import.meta.dirname, "../..");
export const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly version: string;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
};

export interface Packed extends AsyncDisposable {
  readonly tarball: string;
  /** Relative to the package, without what is bundled. */
  readonly files: readonly string[];
  readonly bundled: readonly string[];
  readonly bytes: number;
}

/** What `npm pack` makes of the package as it is built. */
export async function pack(): Promise<Packed> {
  const directory = await mkdtempDisposable(join(tmpdir(), "holdfast-pack-"));
  // Without the scripts: they would build anew under the other tests' feet. `npm test` has built already.
  const { output } = await run(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", directory.path],
    root,
  );
  const [{ filename, size, files }] = JSON.parse(output.slice(output.indexOf("["))) as [PackReport];
  const paths = files.map(({ path }) => path);
  return {
    tarball: join(directory.path, filename),
    files: paths.filter((path) => !path.startsWith("node_modules/")),
    bundled: paths.filter((path) => path.startsWith("node_modules/")),
    bytes: size,
    [Symbol.asyncDispose]: () => directory.remove(),
  };
}

interface PackReport {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}
