export { StopPlugin } from "./stop.ts";
