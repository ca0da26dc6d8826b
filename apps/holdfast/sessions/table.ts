import { print } from "../print.ts";

export interface Column {
  readonly title: string;
  /** In characters; a longer cell pushes the rest of its own line. */
  readonly width: number;
  readonly align?: "left" | "right";
}

/** Lines under one another, printed as they come: a table of unknown length needs widths that are known before. */
export class Table {
  #begun = false;

  constructor(private readonly columns: readonly Column[]) {}

  /** Prints the titles before the first row. A row may be shorter than the table. */
  async print(cells: readonly (string | number)[]): Promise<void> {
    if (!this.#begun) await print(this.#line(this.columns.map(({ title }) => title)));
    this.#begun = true;
    await print(this.#line(cells));
  }

  #line(cells: readonly (string | number)[]): string {
    const padded = cells.map((cell, index) => {
      const { width, align } = this.columns[index] ?? { width: 0 };
      return align === "right" ? String(cell).padStart(width) : String(cell).padEnd(width);
    });
    return padded.join("  ").trimEnd();
  }
}
