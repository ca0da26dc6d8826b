import { BufferReader, Parser } from "pickleparser";
import { CodedError } from "#core";
import { makerOf } from "./python-names.ts";

/** Bytes that are no pickle, or one that is not taken in. */
export class PickleRefused extends CodedError {
  readonly code = "PICKLE_REFUSED";
  constructor(
    message: string,
    readonly hint: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** Whether a file begins as pickles do: protocols 2 to 5 with their number, 0 and 1 with a dictionary. */
export const looksPickled = (beginning: Buffer): boolean =>
  beginning[0] === PROTO ||
  ["(dp", "}q", "ccollections\ndefaultdict\n"].some((opcodes) => beginning.toString("latin1").startsWith(opcodes));

/**
 * What Python pickled: dictionaries as `Map`, lists and tuples as arrays, and of everything else only what
 * `python-names.ts` knows. No code that a pickle names is ever run: a name that is not known there is refused.
 *
 * @param name of the file, for errors.
 * @throws {PickleRefused}
 */
export function unpickle(bytes: Buffer, name: string): unknown {
  const parser = new Parser({
    unpicklingTypeOfDictionary: "Map",
    unpicklingTypeOfSet: "Set",
    nameResolver: { resolve: (module, global) => makerOf(module, global) ?? refuse(`${module}.${global}`, name) },
    // Stands for the bot itself, of which a pickle holds nothing.
    persistentResolver: { resolve: () => null },
  });
  try {
    return parser.read(new PickleReader(bytes));
  } catch (error) {
    if (error instanceof PickleRefused) throw error;
    throw new PickleRefused(
      `${name} is torn or damaged: ${error instanceof Error ? error.message : String(error)}`,
      "Nothing was imported. Take a copy of it that Python can load.",
      error,
    );
  }
}

function refuse(global: string, name: string): never {
  throw new PickleRefused(
    `${name} refers to ${global}, which is not among what python-telegram-bot writes for this bot.`,
    "Nothing was imported, and nothing of it was run. If the file is yours, replace that object by plain data in Python.",
  );
}

/** Reads what the library's own reader does not: escaped text of protocol 0. And never goes back, which could be for ever. */
class PickleReader extends BufferReader {
  constructor(private readonly bytesOfAll: Buffer) {
    super(bytesOfAll);
  }

  override skip(offset: number): void {
    if (offset < 0) throw new Error("A length is negative.");
    super.skip(offset);
  }

  override line(): string {
    const end = this.bytesOfAll.indexOf("\n", this.position);
    if (end < 0) throw new Error("Unexpected end of file.");
    const line = this.bytesOfAll.toString("latin1", this.position, end);
    this.skip(end + 1 - this.position);
    return line.replace(ESCAPED, (_, short?: string, long?: string) =>
      String.fromCodePoint(Number.parseInt(short ?? long ?? "", 16)),
    );
  }
}

/** As Python's raw-unicode-escape writes it. */
const ESCAPED = /\\u([0-9a-f]{4})|\\U([0-9a-f]{8})/g;
const PROTO = 0x80;
