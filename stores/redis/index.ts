export { type RedisOptions, redisBackend } from "./redis-backend.ts";
export { refillRedis } from "./refill.ts";
