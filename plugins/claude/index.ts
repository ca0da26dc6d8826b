export { ClaudeAgent, type ClaudeOptions, type PermissionMode } from "./claude-agent.ts";
