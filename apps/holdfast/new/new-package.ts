import { bringAlong, howToGetIt, testedWith, thisHoldfast } from "./manifest.ts";
import type { Name } from "./names.ts";
import type { ProjectOptions } from "./new-bot.ts";
import { fromOutside, pluginTemplate, renamed, template, writeFolder } from "./templates.ts";

/**
 * Writes a plugin as a package of its own, with a test on the harness.
 * @returns the folder.
 * @throws {SetupInvalid} if it exists.
 */
export async function writePackage(name: Name, { holdfast = howToGetIt }: ProjectOptions): Promise<string> {
  const folder = `holdfast-${name.kebab}`;
  const main = { types: `./dist/${name.kebab}.d.ts`, default: `./dist/${name.kebab}.js` };
  const manifest = {
    name: folder,
    version: "0.1.0",
    description: `A plugin for Holdfast bots: /${name.command}.`,
    license: "MIT",
    type: "module",
    exports: { ".": main },
    files: ["dist", "!dist/*.test.*"],
    scripts: { prepare: "tsc", pretest: "tsc", test: "vitest run --dir src" },
    dependencies: testedWith("zod"),
    // The one Holdfast of the bot that loads it, and that one's grammY: never a second one of its own.
    peerDependencies: { holdfast: thisHoldfast, grammy: "^1.0.0" },
    devDependencies: { holdfast, ...testedWith("@types/node", "grammy", "node", "typescript", "vitest") },
    allowScripts: { node: true },
  };
  const own = async (file: string) => fromOutside(renamed(await template(`plugin/${file}`), name), name.kebab);
  await writeFolder(folder, {
    "package.json": `${JSON.stringify(manifest, undefined, 2)}\n`,
    "tsconfig.json": await own("tsconfig.json.txt"),
    ".gitignore": await own("gitignore"),
    "README.md": await own("README.md"),
    [`src/${name.kebab}.ts`]: fromOutside(renamed(await pluginTemplate("hello.ts"), name), name.kebab),
    [`src/${name.kebab}.test.ts`]: await own("hello.test.ts"),
  });
  await bringAlong(holdfast, folder);
  return folder;
}
