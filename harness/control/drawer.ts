import { Problem } from "./exchange.ts";

/** Things that have no id of their own, by the number they were put away under: from 1 on. */
export class Drawer<T> {
  private readonly kept: T[] = [];

  /** @param what one of them is called, and `made` by which call. */
  constructor(
    private readonly what: string,
    private readonly made: string,
  ) {}

  keep(thing: T): number {
    return this.kept.push(thing);
  }

  /** @throws {Problem} 404 */
  find(number: number): T {
    const thing = this.kept[number - 1];
    if (thing === undefined) throw new Problem(404, `There is no ${this.what} ${number}: make one with ${this.made}.`);
    return thing;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.kept.values();
  }
}
