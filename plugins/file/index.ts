export { FilePlugin } from "./file.ts";
