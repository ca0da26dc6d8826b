import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { follow } from "../../harness/guides/page.fixture.ts";
import { environment } from "../../harness/guides/workplace.fixture.ts";
import { describeWithRegistry } from "./programs.fixture.ts";
import { manifest, pack } from "./tarball.fixture.ts";

await describeWithRegistry("the page on testing a grammY bot", () => {
  test("is true for a stranger in an empty directory, with the package as it is packed", {
    timeout: 180_000,
  }, async () => {
    await using packed = await pack();
    await using directory = await mkdtempDisposable(join(tmpdir(), "five-minutes-"));
    const versions: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies };
    const spec = (name: string) => (name === "holdfast" ? packed.tarball : `${name}@${versions[name]}`);
    const adapt = (text: string) =>
      text.replaceAll(/^(npm install(?: --save-dev)?) (.*)$/gm, (_, command: string, names: string) =>
        [command, ...names.split(" ").map(spec)].join(" "),
      );
    const env = { ...environment(), npm_config_prefer_offline: "true", npm_config_fetch_timeout: "30000" };
    const page = join(import.meta.dirname, "../../harness/guides/grammy.md");
    expect(await follow(page, { directory: directory.path, env, adapt })).toEqual([]);
  });
});
