import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { Hono } from "hono";

/** Serves the page as it was built: in the package's `dist/`, whether this runs from the sources or from there. */
export function pageFiles(): Hono {
  const root = dirname(createRequire(import.meta.url).resolve("holdfast/package.json"));
  const app = new Hono();
  app.get("/:file{[a-z-]+\\.(html|css|js|svg)}?", async (context) => {
    const file = context.req.param("file") ?? "index.html";
    const body = await readFile(join(root, "dist/harness/playground/built-page", file), "utf8").catch(() => undefined);
    if (body === undefined && file === "index.html") return context.text("The page is not built: npm run build.", 503);
    if (body === undefined) return context.notFound();
    return context.body(body, 200, { "Content-Type": mediaTypes[extname(file)] ?? "text/plain" });
  });
  return app;
}

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};
