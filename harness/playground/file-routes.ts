import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { FileShelf } from "../world/file-shelf.ts";

/** The files that people and bots have sent, for whoever looks at their chats. */
export function fileRoutes(files: FileShelf): Hono {
  const app = new Hono();
  // Whatever a file is, it is no part of the page: opened by itself, it may run nothing.
  app.use("/files/*", secureHeaders({ contentSecurityPolicy: onlyToLookAt, strictTransportSecurity: false }));
  app.get("/files/:id", (context) => {
    const file = files.find(context.req.param("id"));
    if (!file) return context.json({ problem: "There is no such file." }, 404);
    const { bytes, mimeType, path, name = path.replace(/^.*\//, "") } = file;
    const isShown = /^(image|audio|video)\//.test(mimeType);
    if (!isShown) context.header("Content-Disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    return context.body(new Uint8Array(bytes), 200, { "Content-Type": mimeType });
  });
  return app;
}

const onlyToLookAt = { sandbox: [], defaultSrc: ["'none'"], imgSrc: ["'self'"], mediaSrc: ["'self'"] };
