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

test("a name that no button has room for has its button all the same", async () => {
  await using stage = await setWorkspaces();
  const { alice } = stage;
  const name = "интернет-магазин-одежды-и-обуви";
  for (const wish of [`new ${name}`, "home"]) await alice.send(`/workspace ${wish}`);
  await expect(alice).toSee("📁 From the next request on I work in home.");
  await alice.send("/workspace");
  await alice.press(name);
  await expect(alice).toSee(`📁 From the next request on I work in ${name}.`);
});

test("of many the first are listed, and how many follow", async () => {
  await using stage = await setWorkspaces();
  const { alice, path } = stage;
  await alice.send("/workspace home");
  await expect(alice).toSee("📁 From the next request on I work in home.");
  const names = Array.from({ length: 300 }, (_, index) => `${"project-".repeat(4)}${index}`);
  for (const name of names) await mkdir(join(path, "users", String(alice.id), name));
  await alice.send("/workspace");
  await expect(alice).toSee("… and 252 more: /workspace NAME goes to any of them.");
  await alice.send(`/workspace ${names[299]}`);
  await expect(alice).toSee(`📁 From the next request on I work in ${names[299]}.`);
});

test("in a group a list is its owner's, and stays there for them", async () => {
  await using stage = await setWorkspaces();
  const { alice, bob, telegram } = stage;
  const group = telegram.group({ members: [alice, bob] });
  await alice.send("/workspace@holdfast_bot", { in: group });
  await expect(alice).toSee("📁 I work in home.", { in: group });
  assert.equal(await bob.press("site", { in: group }), "This list is somebody else's. Send /workspace for yours.");
  await alice.press("site", { in: group });
  await expect(alice).toSee("📁 From the next request on I work in site.", { in: group });
  await bob.send("/workspace@holdfast_bot", { in: group });
  await expect(bob).toSee("📁 I work in home.", { in: group });
});
