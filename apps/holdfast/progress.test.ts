import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { withProgress } from "./progress.ts";

/** As much of a terminal as a bar needs. */
function recorded({ isTTY }: { isTTY: boolean }) {
  const stream = Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY, columns: 100 });
  return { stream: stream as unknown as NodeJS.WriteStream, said: () => String(stream.read() ?? "") };
}

describe("progress", () => {
  test("is a bar on a terminal, which is gone when the work is done", async () => {
    const { stream, said } = recorded({ isTTY: true });
    const result = await withProgress({ title: "Copying", total: 4, stream }, async (progress) => {
      progress.advance(3);
      return "done";
    });
    expect(result).toBe("done");
    const output = said();
    expect(output).toContain("Copying  ");
    expect(output).toContain("█░");
    expect(output).toContain("3 of 4");
    expect(output.slice(output.lastIndexOf("3 of 4"))).toContain("\u001b[2K");
  });

  test("counts on a terminal where nobody knows how much there is", async () => {
    const { stream, said } = recorded({ isTTY: true });
    await withProgress({ title: "Copying", stream }, async (progress) => progress.advance(3));
    expect(said()).toContain("Copying  3");
  });

  test("is a bar from when somebody knows how much there is", async () => {
    const { stream, said } = recorded({ isTTY: true });
    await withProgress({ title: "Copying", stream }, async (progress) => progress.at(1, 4));
    expect(said()).toContain(`Copying  ${"█".repeat(10)}${"░".repeat(30)}  1 of 4`);
  });

  test("is plain lines elsewhere", async () => {
    const { stream, said } = recorded({ isTTY: false });
    await withProgress({ title: "Copying", total: 2, stream, everyMs: 0 }, async (progress) => {
      progress.advance();
      progress.advance();
    });
    expect(said()).toBe("Copying: 1 of 2\nCopying: 2 of 2\n");
  });

  test("says nothing of short work elsewhere", async () => {
    const { stream, said } = recorded({ isTTY: false });
    await withProgress({ title: "Copying", stream }, async (progress) => progress.advance());
    expect(said()).toBe("");
  });

  test("ends with the work that fails", async () => {
    const { stream, said } = recorded({ isTTY: true });
    const work = withProgress({ title: "Copying", total: 2, stream }, async () => {
      throw new Error("torn");
    });
    await expect(work).rejects.toThrow("torn");
    // The cursor is back.
    expect(said()).toContain("\u001b[?25h");
  });
});
