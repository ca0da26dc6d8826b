/** One way to run the bot: how updates come in, and where sessions live. Each is a column of the checklist. */
export interface Column {
  readonly mode: "polling" | "webhook";
  readonly store: "sqlite" | "redis";
}

export const POLLING_SQLITE: Column = { mode: "polling", store: "sqlite" };

export const columns: readonly Column[] = [
  POLLING_SQLITE,
  { mode: "polling", store: "redis" },
  { mode: "webhook", store: "sqlite" },
  { mode: "webhook", store: "redis" },
];

export const nameOf = ({ mode, store }: Column) => `${mode} · ${store}`;

/** Where a scenario can be played; a backend's own troubles are the same in both modes. */
export type Where = "everywhere" | "polling" | "sqlite" | "redis" | "polling · sqlite" | "polling · redis";

export const fits = (where: Where, column: Column) =>
  ["everywhere", column.mode, column.store, nameOf(column)].includes(where);
