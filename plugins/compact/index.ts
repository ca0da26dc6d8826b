export { CompactPlugin } from "./compact.ts";
