import { SetupInvalid } from "#core";

/** What is needed of the SDK. By a type of its own, so that this package's declarations hold where it is not installed. */
export type Sdk = typeof import("@agentclientprotocol/sdk");

/** Loads the SDK, which is only installed where it is wanted. @throws {SetupInvalid} */
export function loadSdk(): Promise<Sdk> {
  return import("@agentclientprotocol/sdk").catch((error: unknown) => {
    throw new SetupInvalid(
      "AGENT=acp: needs the package @agentclientprotocol/sdk, which is not installed.",
      "Get it with npm install @agentclientprotocol/sdk.",
      error,
    );
  });
}
