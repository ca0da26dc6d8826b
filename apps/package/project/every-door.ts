import type { Backend, Plugin } from "holdfast/core";
import { startPlayground } from "holdfast/harness";
import { builtInPlugins } from "holdfast/plugins";
import { memoryBackend } from "holdfast/stores";
import type { backendContract } from "holdfast/stores/contract";

/** Each import path, with types that are those of the others. */
const backend: Backend = memoryBackend();
const plugins: readonly (new (...needs: never[]) => Plugin)[] = builtInPlugins;
const contract: Parameters<typeof backendContract> = ["mine", () => backend];

console.log(`${plugins.length} plugins, ${contract[0]}, ${typeof startPlayground}`);
