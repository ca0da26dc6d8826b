export { type AddressOptions, backendFromAddress } from "./backend-from-address.ts";
export { memoryBackend } from "./memory/index.ts";
export { type RedisOptions, redisBackend } from "./redis/index.ts";
export { type Durability, type SqliteOptions, sqliteBackend } from "./sqlite/index.ts";
