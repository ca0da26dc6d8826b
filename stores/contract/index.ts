export { backendContract } from "./backend-contract.ts";
export type { ContractOptions, MakeBackend } from "./store-under-test.ts";
