export { NotesPlugin } from "./notes.ts";
