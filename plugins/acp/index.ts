export { AcpAgent } from "./acp-agent.ts";
export type { AcpOptions } from "./acp-options.ts";
