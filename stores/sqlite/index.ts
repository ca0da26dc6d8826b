export { copyOfFile, verifyFile } from "./backup-task.ts";
export { backupsByCopy } from "./backups-by-copy.ts";
export type { Durability } from "./database.ts";
export { replaceFile } from "./replaced-file.ts";
export { type SqliteOptions, sqliteBackend } from "./sqlite-backend.ts";
export { isDiskFull } from "./sqlite-errors.ts";
