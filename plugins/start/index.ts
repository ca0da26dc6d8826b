export { StartPlugin } from "./start.ts";
