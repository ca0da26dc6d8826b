import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { SetupInvalid } from "#core";
import { htmlPage } from "./html.ts";
import { junitXml } from "./junit.ts";
import type { Report, ReportFiles } from "./report.ts";

/**
 * Writes the files that are wanted; their directories are made.
 * @throws {SetupInvalid} if one can't be written.
 */
export async function writeReports(report: Report, { junit, html }: ReportFiles): Promise<void> {
  const wanted = [[junit, junitXml] as const, [html, htmlPage] as const];
  for (const [file, made] of wanted) {
    if (file === undefined) continue;
    await write(file, made(report)).catch((error: Error) => {
      const hint = "Name a file in a directory that can be written to.";
      throw new SetupInvalid(`${file} can't be written: ${error.message}.`, hint, error);
    });
  }
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
