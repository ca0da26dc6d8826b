export { HousekeepingPlugin } from "./housekeeping.ts";
