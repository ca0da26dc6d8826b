/** One command as a client of Redis sends it. */
export interface Request {
  readonly args: readonly string[];
  /** As it was, to be passed on. */
  readonly bytes: Buffer;
}

/** Cuts what a client of Redis sends into commands. @see https://redis.io/docs/latest/develop/reference/protocol-spec/ */
export class RequestReader {
  private buffered: Buffer = Buffer.alloc(0);

  /** @returns the commands that are complete by now. */
  take(chunk: Buffer): Request[] {
    this.buffered = Buffer.concat([this.buffered, chunk]);
    const requests: Request[] = [];
    for (let request = this.next(); request; request = this.next()) requests.push(request);
    return requests;
  }

  /** `*2`, then `$3` and `GET`, `$3` and `key`, each with a line break behind it. */
  private next(): Request | undefined {
    const head = this.line(0);
    if (!head) return undefined;
    if (head.type !== "*") throw new Error(`A client of Redis sent "${head.type}", which is no command.`);
    const args: string[] = [];
    let at = head.end;
    for (let left = head.number; left > 0; left--) {
      const length = this.line(at);
      if (!length || this.buffered.length < length.end + length.number + 2) return undefined;
      args.push(this.buffered.toString("utf8", length.end, length.end + length.number));
      at = length.end + length.number + 2;
    }
    const bytes = this.buffered.subarray(0, at);
    this.buffered = this.buffered.subarray(at);
    return { args, bytes };
  }

  private line(from: number): { type: string; number: number; end: number } | undefined {
    const end = this.buffered.indexOf("\r\n", from);
    if (end < 0) return undefined;
    const text = this.buffered.toString("latin1", from, end);
    return { type: text.slice(0, 1), number: Number(text.slice(1)), end: end + 2 };
  }
}
