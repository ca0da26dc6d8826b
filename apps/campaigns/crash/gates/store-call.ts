/** What the bot asks of its store, as it is seen from outside: told alike, whichever store it is. */
export type StoreCall =
  | { readonly what: "read"; readonly key: string }
  | { readonly what: "replace"; readonly key: string; readonly expected?: string; readonly next?: string }
  | { readonly what: "append"; readonly payloads: readonly string[] }
  | { readonly what: "finish"; readonly positions: readonly string[] };

/** One statement of `stores/sqlite`, with its values. @returns undefined if no step hangs on it. */
export function sqliteCall(sql: string, values: readonly unknown[]): StoreCall | undefined {
  const texts = values.map(String);
  const [first = "", second = "", third = ""] = texts;
  if (/^INSERT INTO log\b/.test(sql)) return { what: "append", payloads: [second] };
  if (/^UPDATE log SET finished_at\b/.test(sql)) return { what: "finish", positions: [second] };
  if (/^INSERT INTO entries\b/.test(sql)) return { what: "replace", key: first, next: second };
  if (/^DELETE FROM entries\b/.test(sql)) return { what: "replace", key: first, expected: second };
  if (/^UPDATE entries\b/.test(sql)) return { what: "replace", next: first, key: second, expected: third };
  return /^SELECT\b.*\bFROM "?entries\b/s.test(sql) ? { what: "read", key: first } : undefined;
}

/** One command of `stores/redis`: its scripts are known by the keys they are given. @returns as `sqliteCall`. */
export function redisCall([command = "", ...rest]: readonly string[]): StoreCall | undefined {
  if (/^GET$/i.test(command)) return { what: "read", key: entryOf(rest[0]) };
  if (!/^EVAL(SHA)?$/i.test(command)) return undefined;
  const count = Number(rest[1]);
  const [, subject = "", beside = ""] = rest.slice(2, 2 + count);
  const [, ...values] = rest.slice(2 + count);
  // Id, time and payload of each.
  if (beside.endsWith(":log:ids") && count === 4)
    return { what: "append", payloads: values.filter((_, index) => index % 3 === 2) };
  if (subject.endsWith(":log") && beside.endsWith(":log:finished"))
    return { what: "finish", positions: values.slice(1) };
  if (!beside.endsWith(":marks")) return undefined;
  const [key = "", isExpected, expected, isNext, next] = values;
  return {
    what: "replace",
    key,
    ...(isExpected === "1" && expected !== undefined && { expected }),
    ...(isNext === "1" && next !== undefined && { next }),
  };
}

const entryOf = (name = "") => name.split(":entry:")[1] ?? name;
