import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { reports } from "./doors.ts";

for (const { file, text } of reports()) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
