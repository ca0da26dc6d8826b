export { secretsIn } from "./agent-environment.ts";
export { ClaudeAgent, type ClaudeOptions, type PermissionMode } from "./claude-agent.ts";
