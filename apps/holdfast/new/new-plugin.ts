import { existsSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { listed } from "./listed.ts";
import { type Name, nameOf } from "./names.ts";
import type { ProjectOptions } from "./new-bot.ts";
import { writePackage } from "./new-package.ts";
import { refuseTaken } from "./taken.ts";
import { pluginTemplate, renamed, writeFolder } from "./templates.ts";

/**
 * Writes a plugin from the template: in this repository as one of `plugins/`, anywhere else as a package of its own.
 * @returns the folder.
 * @throws {SetupInvalid} if the name will not do or is taken, or the folder exists.
 */
export async function newPlugin(text: string, options: ProjectOptions): Promise<string> {
  const name = nameOf(text);
  refuseTaken(name);
  const repository = repositoryAbove(process.cwd());
  return repository === undefined ? writePackage(name, options) : writeBuiltIn(name, repository);
}

/** The root of the Holdfast repository that holds this directory, if one does. */
function repositoryAbove(directory: string): string | undefined {
  const manifest = join(directory, "package.json");
  if (existsSync(join(directory, "plugins/index.ts")) && existsSync(manifest)) {
    const { name } = JSON.parse(readFileSync(manifest, "utf8")) as { name?: string };
    if (name === "holdfast") return directory;
  }
  const above = dirname(directory);
  return above === directory ? undefined : repositoryAbove(above);
}

async function writeBuiltIn(name: Name, root: string): Promise<string> {
  const own = async (file: string) => renamed(await pluginTemplate(file, root), name);
  const index = join(root, "plugins/index.ts");
  const list = listed(await readFile(index, "utf8"), name);
  const folder = join(root, "plugins", name.kebab);
  await writeFolder(folder, {
    "index.ts": await own("index.ts"),
    [`${name.kebab}.ts`]: await own("hello.ts"),
    [`${name.kebab}.test.ts`]: await own("hello.test.ts"),
  });
  await writeFile(index, list);
  return relative(process.cwd(), folder);
}
