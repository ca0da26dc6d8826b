import { bringAlong, howToGetIt, testedWith } from "./manifest.ts";
import { nameOf } from "./names.ts";
import { fromOutside, pluginTemplate, template, writeFolder } from "./templates.ts";

export interface ProjectOptions {
  /** What its package.json says of this package, such as `file:../holdfast-0.1.0.tgz`. Default: this very one. */
  readonly holdfast?: string;
}

/**
 * Writes a bot project into a folder of its name: a bot, a plugin, a scenario.
 * @returns the folder.
 * @throws {SetupInvalid} if the name will not do, or the folder exists.
 */
export async function newBot(text: string, { holdfast = howToGetIt }: ProjectOptions): Promise<string> {
  const { kebab: name } = nameOf(text);
  const manifest = {
    name,
    private: true,
    type: "module",
    scripts: { start: "exec holdfast start bot.ts", pretest: "tsc", test: "vitest run" },
    dependencies: { holdfast, ...testedWith("grammy", "zod") },
    devDependencies: testedWith("@types/node", "node", "typescript", "vitest"),
    allowScripts: { node: true },
  };
  const own = async (file: string) => fromOutside(await template(`bot/${file}`), "hello");
  await writeFolder(name, {
    "package.json": `${JSON.stringify(manifest, undefined, 2)}\n`,
    "tsconfig.json": await own("tsconfig.json.txt"),
    ".gitignore": await own("gitignore"),
    ".env.example": await own("env.example"),
    "README.md": (await own("README.md")).replaceAll("my-bot", name),
    "bot.ts": await own("bot.ts"),
    "bot.test.ts": await own("bot.test.ts"),
    "hello.ts": fromOutside(await pluginTemplate("hello.ts"), "hello"),
  });
  await bringAlong(holdfast, name);
  return name;
}
