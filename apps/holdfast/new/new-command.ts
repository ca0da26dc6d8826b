import { Command } from "commander";

/** `holdfast new`: writes what one begins with. */
export function newCommand(): Command {
  const create = new Command("new").description("write what one begins with; nothing is overwritten");
  create
    .command("plugin <name>")
    .description("a plugin with its test: inside the repository of Holdfast in plugins/, else as a package")
    .option(...HOLDFAST)
    .action(async (name: string, options: { holdfast?: string }) => {
      const folder = await (await import("./new-plugin.ts")).newPlugin(name, options);
      console.log(`Wrote ${folder}/. Try it: ${folder.startsWith("holdfast-") ? tryOut(folder, "test") : "npm test"}`);
    });
  create
    .command("bot <name>")
    .description("a bot project of your own: a bot, a plugin, a scenario")
    .option(...HOLDFAST)
    .action(async (name: string, options: { holdfast?: string }) => {
      const folder = await (await import("./new-bot.ts")).newBot(name, options);
      console.log(`Wrote ${folder}/. Try it: ${tryOut(folder, "start")}`);
    });
  return create;
}

const HOLDFAST = ["--holdfast <spec>", "what the new package.json says of holdfast (default: this very one)"] as const;

const tryOut = (folder: string, script: string) => `cd ${folder} && npm install && npm ${script}`;
