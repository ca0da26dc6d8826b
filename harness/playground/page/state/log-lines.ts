const most = 400;

/** What a process writes, in pieces of any size, as its last whole lines. */
export class LogLines {
  private lines: readonly string[] = [];
  private unfinished = "";

  /** @returns the lines. */
  begin(text: string): readonly string[] {
    this.lines = text
      .split("\n")
      .filter((line) => line !== "")
      .slice(-most);
    this.unfinished = "";
    return this.lines;
  }

  /** @returns the lines with those that are now whole. */
  add(text: string): readonly string[] {
    const whole = (this.unfinished + text).split("\n");
    this.unfinished = whole.pop() ?? "";
    this.lines = [...this.lines, ...whole.filter((line) => line !== "")].slice(-most);
    return this.lines;
  }
}
