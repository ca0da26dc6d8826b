import { TZDate } from "@date-fns/tz";
import { SetupInvalid } from "#core";

/** A span of time, in ms; as a zone, how far it is ahead of UTC. */
export class Duration {
  constructor(readonly ms: number) {}
}

/** A moment as Python has it: what a clock on the wall shows, and perhaps where that wall stands. */
export class PythonTime {
  private constructor(
    private readonly wall: readonly number[],
    /** A distance from UTC, or the name of a zone; undefined: not known. */
    private readonly zone: Duration | string | undefined,
  ) {}

  /** From what `datetime` pickles itself as. @throws if it is something else. */
  static fromBytes(bytes: unknown, zone: unknown): PythonTime {
    if (!(bytes instanceof Uint8Array) || bytes.length !== 10) throw new Error("A datetime is not 10 bytes long.");
    const [high = 0, low = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = bytes;
    const microseconds = ((bytes[7] ?? 0) << 16) | ((bytes[8] ?? 0) << 8) | (bytes[9] ?? 0);
    const known = zone instanceof Duration || typeof zone === "string" ? zone : undefined;
    // The month's highest bit says which of two equal hours is meant when clocks are put back.
    const wall = [high * 256 + low, (month & 0x7f) - 1, day, hour, minute, second, Math.floor(microseconds / 1_000)];
    return new PythonTime(wall, known);
  }

  /** From what `isoformat()` writes. @returns undefined if it is something else. */
  static fromText(text: string): PythonTime | undefined {
    const match = ISO.exec(text);
    if (!match) return undefined;
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
    const ms = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
    return new PythonTime([year, month - 1, day, hour, minute, second, ms], zoneOf(match[8]));
  }

  get isNaive(): boolean {
    return this.zone === undefined;
  }

  /** @param zone where the clock hung if that is not known. @returns undefined if there is no such moment. */
  toUtc(zone: string): string | undefined {
    const { zone: own } = this;
    const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = this.wall;
    try {
      const time =
        own instanceof Duration
          ? Date.UTC(year, month, day, hour, minute, second, ms) - own.ms
          : new TZDate(year, month, day, hour, minute, second, ms, own ?? zone).getTime();
      const text = new Date(time).toISOString();
      return /^\d/.test(text) ? text : undefined;
    } catch (error) {
      // Damage can name any number, and any zone.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }
}

/** @throws {SetupInvalid} for a zone that this machine does not know. */
export function checkedZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch (error) {
    throw new SetupInvalid(`"${zone}" is no time zone.`, "Write it like Europe/Berlin, or UTC.", error);
  }
}

function zoneOf(text: string | undefined): Duration | undefined {
  if (text === undefined) return undefined;
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)/.exec(text) ?? ["", "+", "0", "0"];
  return new Duration((sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000);
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d:?\d\d(?::\d\d)?)?$/;
