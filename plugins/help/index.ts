export { HelpPlugin } from "./help.ts";
