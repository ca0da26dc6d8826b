import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { apiReport } from "./api-report.ts";

const root = dirname(createRequire(import.meta.url).resolve("holdfast/package.json"));
const doors = ["core", "plugins", "stores", "stores/contract", "harness"];

/** Where the public surface is written down, and what is to be written there of the build as it is. */
export const reports = () =>
  doors.map((door) => ({
    file: join(root, `apps/package/api/${door.replace("/", "-")}.api.md`),
    text: apiReport(`holdfast/${door}`, join(root, `dist/${door}/index.d.ts`)),
  }));
