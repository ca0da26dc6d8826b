/** A text or pattern, as a report names it. */
export const quoted = (pattern: string | RegExp) => (typeof pattern === "string" ? `"${pattern}"` : String(pattern));
