// For apps
export { type AddressOptions, backendFromAddress } from "./backend-from-address.ts";
// For authors of stores
export { type BackupShelf, type Engine, type Explanation, KeyvBackend, type StoreKind } from "./keyv-backend.ts";
export { type MemoryOptions, memoryBackend } from "./memory/index.ts";
export { type Replaced, type ReplaceOptions, replaceStore } from "./moving/replace-store.ts";
export { type ReadBackup, type RestoreOptions, type Restoring, readBackup } from "./moving/restore-backup.ts";
export { type RedisOptions, redisBackend } from "./redis/index.ts";
export { backupsByCopy, type Durability, type SqliteOptions, sqliteBackend } from "./sqlite/index.ts";
