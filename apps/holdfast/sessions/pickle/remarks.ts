/** What is worth saying about an import, gathered so that a thousand users alike make one line. */
export class Remarks {
  readonly #users = new Map<string, number[]>();

  /** @param zone where clocks hung that do not say. */
  constructor(readonly zone: string) {}

  add(what: string, userId?: number): void {
    const users = this.#users.get(what) ?? [];
    this.#users.set(what, users);
    if (userId !== undefined) users.push(userId);
  }

  lines(): readonly string[] {
    return [...this.#users].map(([what, users]) => (users.length > 0 ? `${what} (${inWords(users)})` : what));
  }
}

/** The first few, and how many more. */
function inWords(users: readonly number[]): string {
  const more = users.length - SHOWN;
  return `${users.length === 1 ? "user" : "users"} ${users.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const SHOWN = 5;
