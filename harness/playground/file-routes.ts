import { Hono } from "hono";
import type { FileShelf } from "../world/file-shelf.ts";

/** The files that people and bots have sent, for whoever looks at their chats. */
export function fileRoutes(files: FileShelf): Hono {
  const app = new Hono();
  app.get("/files/:id", (context) => {
    const file = files.find(context.req.param("id"));
    if (!file) return context.json({ problem: "There is no such file." }, 404);
    // Whatever it is, it is not a part of this page: opened by itself, it may run nothing.
    context.header("Content-Security-Policy", "sandbox; default-src 'none'; img-src 'self'; media-src 'self'");
    const isShown = /^(image|audio|video)\//.test(file.mimeType);
    if (!isShown)
      context.header(
        "Content-Disposition",
        `attachment; filename*=UTF-8''${encodeURIComponent(file.name ?? file.path.replace(/^.*\//, ""))}`,
      );
    return context.body(new Uint8Array(file.bytes), 200, { "Content-Type": file.mimeType });
  });
  return app;
}
