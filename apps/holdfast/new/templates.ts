import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SetupInvalid } from "#core";
import { packageRoot } from "./manifest.ts";
import type { Name } from "./names.ts";

/** Files to write: their paths in the new folder, and what they hold. */
export type NewFiles = Readonly<Record<string, string>>;

/** The plugin that every new one is a copy of. In a repository it is that repository's own. */
export const PLUGIN = "plugins/_template";
const TEMPLATES = "apps/holdfast/new/templates";

export const pluginTemplate = (file: string, root = packageRoot): Promise<string> =>
  readFile(join(root, PLUGIN, file), "utf8");

export const template = (file: string): Promise<string> => readFile(join(packageRoot, TEMPLATES, file), "utf8");

/** The template's names in the places where they stand: class, plugin, command and file are spelt differently. */
export function renamed(text: string, { kebab, pascal, command }: Name): string {
  const key = kebab === command ? kebab : `"${kebab}"`;
  return text
    .replaceAll("HelloPlugin", `${pascal}Plugin`)
    .replaceAll("hello.ts", `${kebab}.ts`)
    .replaceAll("hello.test.ts", `${kebab}.test.ts`)
    .replaceAll("holdfast-hello", `holdfast-${kebab}`)
    .replaceAll(/(command(?:: |\())"hello"/g, `$1"${command}"`)
    .replaceAll(/\/hello\b/g, `/${command}`)
    .replaceAll('"hello"', `"${kebab}"`)
    .replaceAll("hello: {", `${key}: {`);
}

/** The inner names of this repository as everyone else says them. */
export const fromOutside = (text: string, plugin: string): string =>
  text.replaceAll('"#core"', '"holdfast/core"').replaceAll('"#plugins/_template"', `"./${plugin}.ts"`);

/**
 * Writes a folder that was not there before.
 * @throws {SetupInvalid} if it exists; then nothing was written.
 */
export async function writeFolder(folder: string, files: NewFiles): Promise<void> {
  if (existsSync(folder)) throw new SetupInvalid(`${folder} exists already.`, "Choose another name, or move it away.");
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx" });
  }
}
