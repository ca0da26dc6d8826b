import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { apiReport } from "./report/api-report.ts";
import { reports } from "./report/doors.ts";

describe("the API report", () => {
  const all = reports();

  test.each(all)(
    "$file is what the build yields; if the change is meant, run `npm run api`",
    async ({ file, text }) => {
      expect(text).toBe(await readFile(file, "utf8"));
    },
  );

  test("leaves none of an import path's that is gone", async () => {
    const [{ file } = { file: "" }] = all;
    const written = await readdir(dirname(file));
    expect(written.toSorted()).toEqual(all.map((report) => basename(report.file)).toSorted());
  });

  test("shows what is exported, from wherever it comes, and what that refers to", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "holdfast-api-"));
    const write = async (file: string, text: string) => {
      await mkdir(dirname(join(directory.path, file)), { recursive: true });
      await writeFile(join(directory.path, file), text);
    };
    await write(
      "index.d.ts",
      `import "x";\nexport { inject as give } from "y";\nexport { type Cat, adopt } from "./cat/cat.ts";\n`,
    );
    await write(
      "cat/cat.d.ts",
      `import * as tail from "./tail.ts";
/** Purrs. */
export declare class Cat {
    private readonly lives;
    readonly tail: tail.Tail;
    check(vet: import("./vet.ts").Vet /** with a licence */): void;
    constructor(
    lives: number);
}
declare const adopt: (cat: Cat) => void;
export { adopt };
`,
    );
    await write("cat/vet.d.ts", "export interface Vet {\n}\n");
    await write(
      "cat/tail.d.ts",
      `export type Tail = {\n    readonly length: Cm;\n};\ntype Cm = number;\ntype Fur = string;\n`,
    );
    expect(apiReport("holdfast/cats", join(directory.path, "index.d.ts"))).toBe(`# holdfast/cats

Written by \`npm run api\` from the declarations as they are built. A change here is a change for those who use it.

\`\`\`ts
export declare class Cat {
    readonly tail: tail.Tail;
    check(vet: import("./vet.ts").Vet): void;
}

declare const adopt: (cat: Cat) => void;

export { give } from "y";
\`\`\`

What these refer to, and nobody can import:

\`\`\`ts
type Cm = number;

export type Tail = {
    readonly length: Cm;
};

export interface Vet {
}
\`\`\`
`);
  });
});
