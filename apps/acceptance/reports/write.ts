import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { htmlPage } from "./html.ts";
import { junitXml } from "./junit.ts";
import type { Report, ReportFiles } from "./report.ts";

/** Writes the files that are wanted; their directories are made. */
export async function writeReports(report: Report, { junit, html }: ReportFiles): Promise<void> {
  const wanted = [[junit, junitXml] as const, [html, htmlPage] as const];
  for (const [file, made] of wanted) {
    if (file === undefined) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, made(report));
  }
}
