/** What happened in the kills that fell at one place. */
export interface Row {
  kills: number;
  /** Sent around these kills. */
  messages: number;
  /** Receipts answered by Retry. */
  receipts: number;
  /** Answers given again because a kill fell there, between an answer and its commit. */
  duplicates: number;
}

/** What happened in one column, by where the kills fell. */
export class Tally {
  readonly rows = new Map<string, Row>();

  /** @param place such as `after commit`. */
  at(place: string): Row {
    const row = this.rows.get(place) ?? { kills: 0, messages: 0, receipts: 0, duplicates: 0 };
    this.rows.set(place, row);
    return row;
  }

  get total(): Row {
    const sum = (field: keyof Row) => this.rows.values().reduce((total, row) => total + row[field], 0);
    return { kills: sum("kills"), messages: sum("messages"), receipts: sum("receipts"), duplicates: sum("duplicates") };
  }
}
