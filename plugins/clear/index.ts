export { ClearPlugin } from "./clear.ts";
