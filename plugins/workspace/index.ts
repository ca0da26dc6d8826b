export { WorkspacePlugin } from "./workspace.ts";
