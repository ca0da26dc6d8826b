import { mkdir, mkdtempDisposable, realpath, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AgentFailed, type WorkspaceOptions, Workspaces } from "#core";

async function directory() {
  const { path, ...rest } = await mkdtempDisposable(join(tmpdir(), "workspaces-"));
  return { path: await realpath(path), [Symbol.asyncDispose]: rest[Symbol.asyncDispose] };
}

test("each user has a directory of their own, made when it is first needed", async () => {
  await using root = await directory();
  const workspaces = new Workspaces({ root: root.path, perUser: true });
  expect(await workspaces.open(7, workspaces.homeOf(7))).toBe(join(root.path, "7"));
  expect(await workspaces.list(7)).toEqual([{ name: "home", path: join(root.path, "7"), kind: "home" }]);
});

test("nobody works in another's directory, nor in the root, nor above it", async () => {
  await using root = await directory();
  const workspaces = new Workspaces({ root: root.path, perUser: true });
  await workspaces.open(8, workspaces.homeOf(8));
  for (const path of [join(root.path, "8"), root.path, "/", `${root.path}/7/../8`, `${root.path}/7/a/b`]) {
    await expect(workspaces.open(7, path)).rejects.toThrow(AgentFailed);
  }
});

test("a link that leads out of the user's own is no workspace", async () => {
  await using root = await directory();
  const workspaces = new Workspaces({ root: root.path, perUser: true });
  await workspaces.open(8, workspaces.homeOf(8));
  const home = await workspaces.open(7, workspaces.homeOf(7));
  await symlink(join(root.path, "8"), join(home, "shop"));
  expect(await workspaces.find(7, "shop")).toBeUndefined();
  await expect(workspaces.open(7, join(home, "shop"))).rejects.toThrow("leads out of your own");
  await expect(workspaces.create(7, "shop")).rejects.toThrow(AgentFailed);
});

test("a user makes workspaces inside of the home, by names that lead nowhere else", async () => {
  await using root = await directory();
  const workspaces = new Workspaces({ root: root.path, perUser: true, shared: { site: "/srv" } });
  const { path } = await workspaces.create(7, "shop");
  expect(await workspaces.open(7, path)).toBe(join(root.path, "7", "shop"));
  expect((await workspaces.list(7)).map(({ name }) => name)).toEqual(["home", "shop", "site"]);
  for (const name of ["..", ".", "a/b", "/etc", ".git", "", "home", "site", "x".repeat(41)]) {
    await expect(workspaces.create(7, name)).rejects.toThrow(AgentFailed);
  }
});

test("shared ones are for everybody, and one that is missing says so", async () => {
  await using root = await directory();
  const shared = { site: join(root.path, "site"), gone: join(root.path, "gone") };
  await mkdir(shared.site);
  const workspaces = new Workspaces({ root: join(root.path, "users"), perUser: true, shared });
  expect(await workspaces.open(7, shared.site)).toBe(shared.site);
  expect(await workspaces.open(8, shared.site)).toBe(shared.site);
  await expect(workspaces.open(7, shared.gone)).rejects.toThrow("is not there");
});

test("a root in which nothing can be made says who can mend that", async () => {
  await using root = await directory();
  await writeFile(join(root.path, "file"), "");
  const workspaces = new Workspaces({ root: join(root.path, "file"), perUser: true });
  await expect(workspaces.open(7, workspaces.homeOf(7))).rejects.toThrow(
    "Only the operator of this bot can mend that.",
  );
});

test("without directories of their own all work in the root", async () => {
  await using root = await directory();
  const workspaces = new Workspaces({ root: root.path });
  expect(await workspaces.open(7, workspaces.homeOf(7))).toBe(root.path);
  await expect(workspaces.create(7, "shop")).rejects.toThrow("all share one workspace");
});

test("where nobody could work, that is said at the start", async () => {
  await using root = await directory();
  const prepared = (options: WorkspaceOptions) => new Workspaces(options).prepare();
  await prepared({ root: join(root.path, "users"), perUser: true, shared: { site: root.path } });
  expect((await stat(join(root.path, "users"))).isDirectory()).toBe(true);
  await expect(prepared({ root: "/etc/hostname/users", perUser: true })).rejects.toThrow(
    "Users' workspaces are to be in /etc/hostname/users, which can't be made.",
  );
  await expect(prepared({ root: root.path, shared: { site: "/nowhere/site" } })).rejects.toThrow(
    "The shared workspace site is to be /nowhere/site, which is no directory.",
  );
});
