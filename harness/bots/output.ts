import type { Readable } from "node:stream";
import { Pulse } from "../world/pulse.ts";

/** All that a process has written, to both of its streams, in the order it came. */
export class Output {
  readonly grown = new Pulse();
  private readonly chunks: string[] = [];

  collect(stream: Readable): void {
    stream.setEncoding("utf8");
    stream.on("data", (chunk: string) => {
      this.chunks.push(chunk);
      this.grown.beat();
    });
  }

  get text(): string {
    if (this.chunks.length > 1) this.chunks.splice(0, this.chunks.length, this.chunks.join(""));
    return this.chunks[0] ?? "";
  }

  tail(lines: number): readonly string[] {
    const text = this.text.trimEnd();
    return text === "" ? [] : text.split("\n").slice(-lines);
  }
}
