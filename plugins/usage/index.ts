export { UsagePlugin } from "./usage.ts";
