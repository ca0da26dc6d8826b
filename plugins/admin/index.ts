export { AdminPlugin } from "./admin.ts";
