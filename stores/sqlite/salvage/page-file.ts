import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/**
 * A database file page by page, as bytes: all there is to go by where the tree above the pages is damaged. For copies
 * only: closing it drops the locks that this process holds on the file.
 *
 * @see https://sqlite.org/fileformat2.html
 */
export class PageFile implements Disposable {
  readonly count: number;
  readonly pageSize: number;
  readonly #descriptor: number;

  constructor(path: string, pageSize: number) {
    this.pageSize = pageSize;
    this.#descriptor = openSync(path, "r");
    this.count = Math.ceil(fstatSync(this.#descriptor).size / pageSize);
  }

  /** Numbered from 1, as SQLite does. A last page that is cut is filled up with zeros. */
  page(number: number): Buffer | undefined {
    if (!Number.isInteger(number) || number < 1 || number > this.count) return undefined;
    const page = Buffer.alloc(this.pageSize);
    readSync(this.#descriptor, page, 0, this.pageSize, (number - 1) * this.pageSize);
    return page;
  }

  /** Pages that are in no use, and still hold what was deleted; none if their list is damaged itself. */
  freePages(): ReadonlySet<number> {
    const header = this.page(1);
    const free = new Set<number>();
    let trunk = header?.readUInt32BE(FIRST_TRUNK) ?? 0;
    const count = header?.readUInt32BE(FREE_COUNT) ?? 0;
    while (trunk !== 0 && free.size < count) {
      const page = this.page(trunk);
      if (!page || free.has(trunk)) return NONE;
      free.add(trunk);
      const leaves = page.readUInt32BE(4);
      if (leaves > this.pageSize / 4 - 2) return NONE;
      for (let leaf = 0; leaf < leaves; leaf++) free.add(page.readUInt32BE(8 + leaf * 4));
      trunk = page.readUInt32BE(0);
    }
    return trunk === 0 && free.size === count ? free : NONE;
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }
}

const FIRST_TRUNK = 32;
const FREE_COUNT = 36;
const NONE: ReadonlySet<number> = new Set();
