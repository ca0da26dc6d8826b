export { type MemoryOptions, memoryBackend } from "./memory-backend.ts";
