import { mkdir, mkdtempDisposable, readdir, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** A directory as if `npm install holdfast grammy vitest ...` had been run in it: with this project's packages, and itself. */
export async function workplace() {
  const directory = await mkdtempDisposable(join(tmpdir(), "guide-"));
  const modules = join(directory.path, "node_modules");
  await mkdir(join(modules, ".bin"), { recursive: true });
  for (const name of await readdir(join(root, "node_modules"))) {
    if (!name.startsWith(".")) await symlink(join(root, "node_modules", name), join(modules, name));
  }
  await symlink(root, join(modules, "holdfast"));
  // As npm does it, which also makes the file executable.
  const command = `#!/bin/sh\nexec node '${join(root, "dist/apps/holdfast/bin.js")}' "$@"\n`;
  await writeFile(join(modules, ".bin/holdfast"), command, { mode: 0o755 });
  await symlink(join(root, "node_modules/vitest/vitest.mjs"), join(modules, ".bin/vitest"));
  await writeFile(join(directory.path, "package.json"), JSON.stringify({ private: true, type: "module" }));
  return Object.assign(directory, { env: environment() });
}

/** That of a stranger, with the Node that runs the tests. */
export function environment(): NodeJS.ProcessEnv {
  const { PATH = "", ...rest } = freshEnvironment();
  return { ...rest, PATH: [dirname(process.execPath), PATH].join(delimiter), NO_COLOR: "1" };
}

/** That of a stranger: without what npm and this run of tests have set, and without a screen. */
export function freshEnvironment(): NodeJS.ProcessEnv {
  // What a network needs stays, such as the certificates of its proxy.
  const own =
    /^(npm_|VITEST|NODE_(?!EXTRA_CA_CERTS$)|HOLDFAST_|TELEGRAM_|TEST$|FORCE_COLOR$|DISPLAY$|WAYLAND_DISPLAY$)/;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  const path = process.env.PATH?.split(delimiter).filter((entry) => !entry.includes("node_modules"));
  return { ...Object.fromEntries(kept), PATH: path?.join(delimiter) };
}
