import type { Database } from "../database.ts";

/**
 * Hands over every row that a query gives before it meets damage, and if it does, those it gives from its other end.
 *
 * @param ordered ends in ORDER BY.
 * @param rank what it is ordered by. A tree that leads back, or twice to the same place, is damaged without saying so.
 * @returns whether it met no damage.
 */
export function* fromBothEnds<Row>(
  from: Database,
  ordered: string,
  save: (row: Row) => void,
  rank?: (row: Row) => unknown,
): Generator<void, boolean> {
  let inOrder = true;
  let before: unknown;
  const saveInOrder = (row: Row) => {
    const now = rank?.(row);
    if (before !== undefined && !isAfter(now, before)) inOrder = false;
    before = now;
    save(row);
  };
  if ((yield* untilDamage(from, ordered, saveInOrder)) && inOrder) return true;
  const [selection = "", order = ""] = ordered.split(" ORDER BY ");
  const backwards = order.split(", ").map((column) => `${column} DESC`);
  yield* untilDamage(from, `${selection} ORDER BY ${backwards.join(", ")}`, save);
  return false;
}

function isAfter(now: unknown, before: unknown): boolean {
  if (typeof now === "number" && typeof before === "number") return now > before;
  return (
    typeof now === "string" && typeof before === "string" && Buffer.compare(Buffer.from(now), Buffer.from(before)) > 0
  );
}

/** @returns whether it met no damage. */
export function* untilDamage<Row>(
  from: Database,
  sql: string,
  save: (row: Row) => void,
  ...values: string[]
): Generator<void, boolean> {
  const rows = readable<Row>(from, sql, values);
  for (;;) {
    const step = rows.next();
    if (step.done) return step.value;
    save(step.value);
    yield;
  }
}

/** All at once, where there are few. @returns whether it met no damage. */
export function allUntilDamage<Row>(...query: Parameters<typeof untilDamage<Row>>): boolean {
  const rows = untilDamage<Row>(...query);
  for (;;) {
    const step = rows.next();
    if (step.done) return step.value;
  }
}

/** Catches around the reading only: a failure of saving must not be taken for damage. */
function* readable<Row>(from: Database, sql: string, values: string[]): Generator<Row, boolean> {
  let rows: Iterator<Row> | undefined;
  for (;;) {
    let step: IteratorResult<Row>;
    try {
      rows ??= from.iterate<Row>(sql, ...values)[Symbol.iterator]();
      step = rows.next();
    } catch {
      return false;
    }
    if (step.done) return true;
    yield step.value;
  }
}
