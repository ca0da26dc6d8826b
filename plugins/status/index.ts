export { StatusPlugin } from "./status.ts";
