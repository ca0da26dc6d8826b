export { HOW_TO_GET_REDIS, isRedisInstalled, RedisProcess } from "./redis-process.ts";
export { TcpProxy } from "./tcp-proxy.ts";
