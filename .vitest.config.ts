import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const conditions = ["holdfast-source"];

export default defineConfig({
  // Inner names such as #core lead to the sources here, and to dist/ in bot processes.
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["{core,plugins,stores,harness,apps}/**/*.test.ts"],
    // Runs in the project it is a template of.
    exclude: ["apps/holdfast/new/templates/bot/**"],
    // More than cores: most of what takes long here waits for a process. With two of two, half of the machine was idle.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
