import { rm } from "node:fs/promises";
import { join } from "node:path";
import { backendContract } from "../contract/index.ts";
import { sqliteBackend } from "./index.ts";

const at = (dir: string) => join(dir, "bot_data.sqlite");

backendContract("sqlite", (dir) => sqliteBackend({ file: at(dir) }), { lose: (dir) => rm(at(dir)) });
