export { backupsByCopy } from "./backups-by-copy.ts";
export type { Durability } from "./database.ts";
export { type SqliteOptions, sqliteBackend } from "./sqlite-backend.ts";
