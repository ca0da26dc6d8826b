export { RemindersPlugin } from "./reminders.ts";
