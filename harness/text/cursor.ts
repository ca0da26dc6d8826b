/** Reads a source from left to right. Places in error texts are bytes of its UTF-8. */
export class Cursor {
  position = 0;

  constructor(readonly source: string) {}

  get atEnd(): boolean {
    return this.position >= this.source.length;
  }

  /** The next character. At the end it is a zero, as in C; so a zero within the source ends a tag there, too. */
  peek(): string {
    return this.source.charAt(this.position) || "\0";
  }

  skip(): void {
    this.position++;
  }

  /** @param pattern sticky; what it matches is consumed. */
  take(pattern: RegExp): string {
    pattern.lastIndex = this.position;
    const [taken = ""] = pattern.exec(this.source) ?? [];
    this.position += taken.length;
    return taken;
  }

  /** @param pattern sticky; nothing is consumed. */
  looksAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    return pattern.test(this.source);
  }

  place(position: number): string {
    return `at byte offset ${Buffer.byteLength(this.source.slice(0, position))}`;
  }
}
