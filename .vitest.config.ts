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
    // Also where there are two cores: most of what takes long here waits for a process. More of them make tests late.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
