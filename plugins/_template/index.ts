export { HelloPlugin } from "./hello.ts";
