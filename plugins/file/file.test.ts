import { mkdir, mkdtempDisposable, realpath, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect as assert, test } from "vitest";
import { expect } from "#harness";
import { builtInPlugins, workspacePlugins } from "../index.ts";
import { setStage } from "../stage.fixture.ts";

async function setHome() {
  const disposal = new AsyncDisposableStack();
  const { path } = disposal.use(await mkdtempDisposable(join(await realpath(tmpdir()), "file-")));
  const workspaces = { root: path, perUser: true };
  const stage = disposal.use(await setStage({ plugins: [...workspacePlugins, ...builtInPlugins], workspaces }));
  const home = join(path, String(stage.alice.id));
  await mkdir(join(home, "notes"), { recursive: true });
  return { ...stage, path, home, [Symbol.asyncDispose]: () => disposal.disposeAsync() };
}

test("/file sends a file of the workspace under its name", async () => {
  await using stage = await setHome();
  const { alice, home } = stage;
  await writeFile(join(home, "notes/to do.md"), "milk");
  await alice.send("/file notes/to do.md");
  const { message } = await expect(alice).toSee("[document]");
  assert(message.document?.file_name).toBe("to_do.md");
  assert(alice.open(message).toString()).toBe("milk");
});

test("/file shows nothing from outside of the workspace, and does not tell whether it is there", async () => {
  await using stage = await setHome();
  const { alice, bob, home, path } = stage;
  await mkdir(join(path, String(bob.id)));
  await writeFile(join(path, String(bob.id), "secret.txt"), "canary");
  await symlink(join(path, String(bob.id)), join(home, "link"));
  await symlink("/etc/passwd", join(home, "passwd"));
  const outside = [
    `../${bob.id}/secret.txt`,
    `${path}/${bob.id}/secret.txt`,
    "link/secret.txt",
    "passwd",
    "/etc/passwd",
    "none.txt",
  ];
  for (const each of outside) {
    await alice.send(`/file ${each}`);
    await expect(alice).toSee(`❌ There is no file ${each} in your workspace.`);
  }
});

test("/file says what is wrong with a folder, an empty file, and no name", async () => {
  await using stage = await setHome();
  const { alice, home } = stage;
  await writeFile(join(home, "empty.txt"), "");
  await alice.send("/file notes");
  await expect(alice).toSee("❌ notes is no file.");
  await alice.send("/file empty.txt");
  await expect(alice).toSee("❌ That file is empty.");
  await alice.send("/file");
  await expect(alice).toSee("📄 Which one?");
});
