import assert from "node:assert/strict";
import { mkdir, mkdtempDisposable, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { expect } from "#harness";
import { builtInPlugins, workspacePlugins } from "../index.ts";
import { setStage } from "../stage.fixture.ts";

const plugins = [...workspacePlugins, ...builtInPlugins];

async function setWorkspaces(settings: Record<string, unknown> = {}) {
  const disposal = new AsyncDisposableStack();
  const { path } = disposal.use(await mkdtempDisposable(join(await realpath(tmpdir()), "workspace-")));
  await mkdir(join(path, "site"));
  const workspaces = { root: join(path, "users"), perUser: true, shared: { site: join(path, "site") } };
  const stage = disposal.use(await setStage({ plugins, workspaces, settings: { workspace: settings } }));
  return { ...stage, path, [Symbol.asyncDispose]: () => disposal.disposeAsync() };
}

test("/workspace lists the home and the shared ones, and a button switches to another", async () => {
  await using stage = await setWorkspaces();
  const { alice, path } = stage;
  await alice.send("/workspace");
  const { message } = await expect(alice).toSee(
    "📁 I work in home.\n\n• home\n• site (shared with others)\n\n/workspace new NAME makes another",
  );
  assert.deepEqual(
    message.reply_markup?.inline_keyboard.flat().map(({ text }) => text),
    ["site"],
  );
  await alice.press("site");
  await expect(alice).toSee("📁 From the next request on I work in site.");
  await alice.send("/status");
  await expect(alice).toSee(`📁 Workspace: ${path}/site`);
});

test("/workspace new makes one of the user's own, which nobody else has", async () => {
  await using stage = await setWorkspaces();
  const { alice, bob, path } = stage;
  await alice.send("/workspace new shop");
  await expect(alice).toSee("📁 From the next request on I work in shop.");
  await alice.send("/status");
  await expect(alice).toSee(`📁 Workspace: ${path}/users/${alice.id}/shop`);
  await bob.send("/workspace shop");
  await expect(bob).toSee("❌ There is no workspace “shop”. /workspace lists them.");
  await bob.send(`/workspace ../${alice.id}`);
  await expect(bob).toSee("❌ There is no workspace");
  await bob.send("/workspace new ../../site");
  await expect(bob).toSee("❌ A name has letters, digits, - and _");
});

test("where the operator does not allow it, none can be added", async () => {
  await using stage = await setWorkspaces({ create: "false" });
  await stage.alice.send("/workspace new shop");
  await expect(stage.alice).toSee("❌ Here no workspaces can be added.");
});
