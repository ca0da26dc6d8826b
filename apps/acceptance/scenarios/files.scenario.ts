import assert from "node:assert/strict";
import { chmod, chown, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scenario } from "./scenario.ts";
import { ask } from "./status.ts";

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

scenario(
  "The store is created in sessions/, for the owner alone",
  { on: "polling · sqlite", started: false },
  async ({ alice, bot, store, note }) => {
    const umask = process.umask(0o000);
    await bot.start().finally(() => process.umask(umask));
    await ask(alice, "one");
    assert.equal(await modeOf(store.directory), "700");
    const modes = await modesIn(store.directory);
    assert.ok(modes.some((line) => line === "bot_data.sqlite 600"));
    await bot.stop();
    for (const line of [...modes, ...(await modesIn(store.directory))]) assert.match(line, / 600$/);
    note(`sessions/ 700, ${modes.join(", ")}, with umask 000`);
  },
);

const modesIn = async (directory: string) =>
  Promise.all((await readdir(directory)).sort().map(async (name) => `${name} ${await modeOf(join(directory, name))}`));

/** Beside the log: what is meant for the eyes of whoever started it. */
const said = (output: string) =>
  output
    .split("\n")
    .filter((line) => !line.startsWith('{"level":"'))
    .join("\n");

const NOBODY = 65_534;

const cases: Record<string, (sessions: string) => Promise<void>> = {
  "sessions/ of somebody else": async (sessions) => {
    await mkdir(sessions, { mode: 0o700 });
  },
  "sessions/ that may not be written": async (sessions) => {
    await mkdir(sessions, { mode: 0o500 });
    if (process.getuid?.() === 0) await chown(sessions, NOBODY, NOBODY);
  },
  "a file that may not be written": async (sessions) => {
    await mkdir(sessions, { mode: 0o700 });
    const file = join(sessions, "bot_data.sqlite");
    await writeFile(file, "", { mode: 0o400 });
    if (process.getuid?.() !== 0) return;
    await chown(sessions, NOBODY, NOBODY);
    await chown(file, NOBODY, NOBODY);
  },
};

for (const [name, prepare] of Object.entries(cases)) {
  scenario(
    `Permission denied, ${name}: one clear line, exit 1`,
    { on: "polling · sqlite", started: false },
    async ({ directory, store, holdfast, note }) => {
      // Root is kept out by no mode, so the bot gets the rights of nobody; the directory itself lets it in.
      const isRoot = process.getuid?.() === 0;
      await chmod(directory, 0o755);
      await prepare(store.directory);
      if (!isRoot && name === "sessions/ of somebody else") await chmod(store.directory, 0o000);
      const { code, output } = await holdfast(["start"], isRoot ? { uid: NOBODY } : {});
      assert.equal(code, 1, output);
      assert.match(
        said(output),
        /^The sessions cannot be kept in \S*sessions\/bot_data\.sqlite: permission denied\. .+$/,
      );
      note(said(output));
    },
  );
}

scenario(
  "A directory in the place of the store: one clear line, exit 1",
  { on: "polling · sqlite", started: false },
  async ({ store, holdfast, note }) => {
    await mkdir(store.file, { recursive: true });
    const { code, output } = await holdfast(["start"]);
    assert.equal(code, 1, output);
    assert.match(said(output), /^\S*sessions\/bot_data\.sqlite is a directory\. .+$/);
    note(said(output));
  },
);
