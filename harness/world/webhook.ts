import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { isIPv6 } from "node:net";

/** Where a bot wants its updates, and how. */
export interface Webhook {
  readonly url: string;
  readonly secret: string;
  readonly maxConnections: number;
  /** To be used in place of what the name in the address stands for; empty: none. */
  readonly ipAddress: string;
  /** In PEM: the only one that is trusted. Absent: those of known authorities are. */
  readonly certificate?: string;
}

/** Keeps the connections to a webhook, as many as it wants at most. */
export function agentFor({ url, maxConnections, ipAddress, certificate }: Webhook): HttpAgent {
  const pool = { keepAlive: true, maxSockets: maxConnections, ...(ipAddress && { lookup: always(ipAddress) }) };
  if (!url.toLowerCase().startsWith("https:")) return new HttpAgent(pool);
  return new HttpsAgent({ ...pool, ...(certificate !== undefined && { ca: certificate }) });
}

/** Finds this address, whatever is looked for. */
export function always(address: string) {
  const family = isIPv6(address) ? 6 : 4;
  type Found = (error: null, found: string | { address: string; family: number }[], family?: number) => void;
  return (_host: string, options: { all?: boolean }, found: Found) =>
    options.all ? found(null, [{ address, family }]) : found(null, address, family);
}
