export { PreferencesPlugin } from "./preferences.ts";
