import { Duration, PythonTime } from "./python-time.ts";

type Maker = (...args: unknown[]) => unknown;

/**
 * What stands for a class or function that a pickle names: something that makes plain data of its arguments.
 *
 * @returns undefined for a name that is not known.
 */
export function makerOf(module: string, name: string): Maker | undefined {
  // Objects of the Bot API, such as a message kept in chat_data: none of them belongs to a session.
  if (module === "telegram" || module.startsWith("telegram.")) return opaque;
  return known[`${module === "__builtin__" ? "builtins" : module}.${name}`];
}

/** A function of the old kind, because a pickle may call it with and without `new`. */
function opaque(): object {
  return new Map();
}

const known: Readonly<Record<string, Maker>> = {
  "builtins.dict": () => new Map(),
  "collections.defaultdict": () => new Map(),
  "collections.OrderedDict": () => new Map(),
  "builtins.set": (items) => new Set(iterable(items)),
  "builtins.frozenset": (items) => new Set(iterable(items)),
  // How protocols 0 to 2 write bytes.
  "_codecs.encode": (text) => Buffer.from(String(text), "latin1"),
  "datetime.datetime": (bytes, zone) => PythonTime.fromBytes(bytes, zone),
  "datetime.timedelta": (days = 0, seconds = 0, microseconds = 0) =>
    new Duration((Number(days) * 86_400 + Number(seconds)) * 1_000 + Number(microseconds) / 1_000),
  "datetime.timezone": (offset) => offset,
  "zoneinfo.ZoneInfo": (zone) => String(zone),
  "zoneinfo.ZoneInfo._unpickle": (zone) => String(zone),
};

const iterable = (items: unknown): Iterable<unknown> => (Array.isArray(items) ? items : []);
