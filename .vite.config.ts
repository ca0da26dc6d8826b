import { defineConfig } from "vite";

/** Builds the playground's page from its sources into `dist/`, next to the server that gives it out. */
export default defineConfig({
  root: "harness/playground/page",
  base: "./",
  publicDir: false,
  build: {
    outDir: "../../../dist/harness/playground/built-page",
    emptyOutDir: true,
    target: "es2024",
    // The page may load files of its own, and nothing that is written into it.
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    license: { fileName: "licenses.md" },
    rolldownOptions: { output: { entryFileNames: "app.js", assetFileNames: "[name][extname]" } },
  },
});
