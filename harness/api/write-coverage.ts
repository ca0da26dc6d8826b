/** Writes the table of methods in the harness's README anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { coverageTable, TABLE } from "./coverage.ts";

const readme = join(import.meta.dirname.replace(/\/dist\/harness\/api$/, "/harness/api"), "../README.md");
writeFileSync(readme, readFileSync(readme, "utf8").replace(TABLE, coverageTable()));
