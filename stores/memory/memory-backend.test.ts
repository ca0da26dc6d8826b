import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { silentLog } from "#core";
import { backendContract } from "../contract/index.ts";
import { memoryBackend } from "./index.ts";

backendContract("memory", (dir) => memoryBackend({ backups: join(dir, "backups") }), { shared: false });

test("memory says at open that it keeps nothing", async () => {
  const warn = vi.fn();
  const backend = memoryBackend();
  await backend.open({ ...silentLog, warn });
  expect(warn).toHaveBeenCalledWith("memory store opened", { keeps: "nothing beyond this process" });
});
