export { type RedisOptions, redisBackend } from "./redis-backend.ts";
