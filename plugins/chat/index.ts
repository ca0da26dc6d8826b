export { ChatPlugin } from "./chat.ts";
export { EchoAgent, type EchoOptions } from "./echo-agent.ts";
