import type { Database } from "../database.ts";

/** What rows are ordered by. */
type Rank = readonly unknown[];

/**
 * Hands over every row that a query gives before it meets damage, and if it does, those it gives from its other end. A
 * tree that leads back, or twice to the same place, is damaged without saying so, and may have no end.
 *
 * @param ordered ends in ORDER BY.
 * @param rank by which no two rows are equal.
 * @returns whether it met no damage.
 */
export function* fromBothEnds<Row>(
  from: Database,
  ordered: string,
  save: (row: Row) => void,
  rank: (row: Row) => Rank,
): Generator<void, boolean> {
  if (yield* untilDamage(from, ordered, save, { rank, direction: 1 })) return true;
  const [selection = "", order = ""] = ordered.split(" ORDER BY ");
  const backwards = order.split(", ").map((column) => `${column} DESC`);
  yield* untilDamage(from, `${selection} ORDER BY ${backwards.join(", ")}`, save, { rank, direction: -1 });
  return false;
}

/** The rows with these values. What cannot be read of them is passed over. */
export function rowsWith<Row>(from: Database, sql: string, ...values: string[]): Row[] {
  const rows: Row[] = [];
  const reading = readable<Row>(from, sql, values);
  for (let step = reading.next(); !step.done; step = reading.next()) rows.push(step.value);
  return rows;
}

interface Order<Row> {
  readonly rank: (row: Row) => Rank;
  readonly direction: 1 | -1;
}

/** @returns whether it met no damage. */
export function* untilDamage<Row>(
  from: Database,
  sql: string,
  save: (row: Row) => void,
  order?: Order<Row>,
): Generator<void, boolean> {
  const rows = readable<Row>(from, sql, []);
  let before: Rank | undefined;
  for (;;) {
    const step = rows.next();
    if (step.done) return step.value;
    const now = order?.rank(step.value);
    if (order && now && before && compare(now, before) * order.direction <= 0) return false;
    before = now;
    save(step.value);
    yield;
  }
}

/** As SQLite orders texts and numbers; what is neither comes from damage, and stands nowhere. */
function compare(one: Rank, other: Rank): number {
  for (const [index, value] of one.entries()) {
    const beside = other[index];
    const difference =
      typeof value === "number" && typeof beside === "number"
        ? value - beside
        : typeof value === "string" && typeof beside === "string"
          ? Buffer.compare(Buffer.from(value), Buffer.from(beside))
          : Number.NaN;
    if (difference !== 0) return difference || 0;
  }
  return 0;
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
