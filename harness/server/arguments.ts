import { textsIn } from "../oracles/texts-in.ts";
import { badRequest } from "./refusal.ts";

/** A file that came with a multipart request. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How a body said it was written. */
export type Encoding = "json" | "urlencoded" | "multipart";

/**
 * The arguments of one call, read with Telegram's leniency: everything is text first, numbers are clamped and
 * never rejected, and what nobody asks for is ignored.
 *
 * @see https://core.telegram.org/bots/api#making-requests
 */
export class Arguments<Name extends string = string> {
  constructor(
    private readonly values: ReadonlyMap<string, unknown>,
    private readonly files: ReadonlyMap<string, UploadedFile> = new Map(),
    /** Of the request's body. `undefined` if it had none that Telegram reads. */
    readonly encoding?: Encoding,
  ) {}

  /** The argument as text; values that are not strings are their JSON text, so `null` is "null". Absent is "". */
  text(name: Name): string {
    const value = this.values.get(name);
    if (value === undefined) return "";
    return typeof value === "string" ? value : JSON.stringify(value);
  }

  get names(): readonly string[] {
    return [...this.values.keys()];
  }

  has(name: Name): boolean {
    return this.values.has(name);
  }

  /** Leading digits only: `12abc` is 12, `abc` is 0. */
  integer(name: Name, { absent = 0, min = -Infinity, max = Infinity } = {}): number {
    const text = this.text(name);
    if (text === "") return absent;
    const digits = /^-?\d+/.exec(text.trim());
    return Math.min(max, Math.max(min, digits ? Number(digits[0]) : 0));
  }

  boolean(name: Name): boolean {
    return ["true", "yes", "1"].includes(this.text(name).trim().toLowerCase());
  }

  /**
   * The argument as JSON, given as such or as text; `undefined` if it is absent or empty.
   * @param what names it in the refusal, as in "can't parse reply parameters JSON object".
   */
  json(name: Name, what: string): unknown {
    const value = this.values.get(name);
    if (value === undefined || value === "") return undefined;
    if (typeof value !== "string") return value;
    try {
      return JSON.parse(value);
    } catch {
      throw badRequest(`can't parse ${what} JSON object`);
    }
  }

  /** The argument as JSON; `undefined` if it is absent or is none. */
  looseJson(name: Name): unknown {
    const value = this.values.get(name);
    if (typeof value !== "string") return value;
    try {
      return JSON.parse(value);
    } catch {
      return undefined;
    }
  }

  file(name: Name): UploadedFile | undefined {
    const text = this.text(name);
    return this.files.get(text.startsWith("attach://") ? text.slice("attach://".length) : name);
  }

  /** What is inside one of them, read as leniently; files are those of the call. */
  within(fields: ReadonlyMap<string, unknown>): Arguments {
    return new Arguments(fields, this.files);
  }

  /** For logs and oracles. */
  toJSON(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.values);
  }

  /** Everything the bot said in this call, its files included, as one text to search in. */
  get spoken(): string {
    const files = [...this.files.values()].flatMap(({ name, bytes }) => [name, Buffer.from(bytes).toString()]);
    return [...textsIn(this.toJSON()), ...files].join("\n");
  }
}
