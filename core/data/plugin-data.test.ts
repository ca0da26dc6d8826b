import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Backend, type Collection, StoreUnavailable } from "#core";
import { memoryBackend } from "#stores";
import { RecordedLog } from "../testing/recorded-log.fixture.ts";
import { KeyedPluginData } from "./keyed-plugin-data.ts";

interface Alarm {
  readonly due: number;
  readonly text: string;
}

const ALARMS: Collection<Alarm> = {
  name: "alarms",
  version: 2,
  schema: z.object({ due: z.number(), text: z.string() }),
  migrate: (data) => ({ due: Number(data), text: "wake up" }),
  mark: ({ due }) => (due > 0 ? due : null),
};

let backend: Backend;
let log: RecordedLog;

beforeEach(async () => {
  backend = memoryBackend();
  log = new RecordedLog();
  await backend.open(log);
});

const alarms = (collection = ALARMS) => new KeyedPluginData(backend, log).of(collection);
const alarm = (due: number, text = "tea") => ({ due, text });

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

describe("a plugin's own data", () => {
  test("is read as it was written, under the plugin's own keys", async () => {
    await alarms().write("1", alarm(5));
    expect(await alarms().read("1")).toEqual(alarm(5));
    expect(await alarms().read("2")).toBeUndefined();
    expect(await backend.read("plugin:alarms:1")).toBe('{"version":2,"data":{"due":5,"text":"tea"}}');
    expect(await alarms({ ...ALARMS, name: "alarm" }).read("1")).toBeUndefined();
  });

  test("is gone when it was removed, by name or by a change", async () => {
    await alarms().write("1", alarm(5));
    await alarms().remove("1");
    await alarms().remove("1");
    await alarms().write("2", alarm(5));
    expect(await alarms().update("2", () => undefined)).toBeUndefined();
    expect(await all(alarms().scan())).toEqual([]);
    expect(await all(alarms().marked())).toEqual([]);
  });

  test("is scanned by the beginning of its keys", async () => {
    for (const key of ["a1", "a2", "b1"]) await alarms().write(key, alarm(5, key));
    expect((await all(alarms().scan("a"))).map(([key]) => key).sort()).toEqual(["a1", "a2"]);
  });

  test("is found by its mark, lowest first, as long as it has one", async () => {
    await alarms().write("later", alarm(30));
    await alarms().write("soon", alarm(10));
    await alarms().write("never", alarm(0));
    expect((await all(alarms().marked())).map(([key]) => key)).toEqual(["soon", "later"]);
    expect(await all(alarms().marked(20))).toEqual([["soon", alarm(10)]]);
    await alarms().update("soon", (value) => value && { ...value, due: 0 });
    expect((await all(alarms().marked())).map(([key]) => key)).toEqual(["later"]);
  });

  test("loses none of many changes at once", async () => {
    const count = () => alarms().update("1", (value) => alarm((value?.due ?? 0) + 1));
    await Promise.all(Array.from({ length: 50 }, count));
    expect(await alarms().read("1")).toEqual(alarm(50));
  });

  test("of an older version is migrated when it is read, and stored so when it is changed", async () => {
    await backend.compareAndSet("plugin:alarms:1", undefined, '{"version":1,"data":7}');
    expect(await alarms().read("1")).toEqual(alarm(7, "wake up"));
    await alarms().update("1", (value) => value && { ...value, text: "up!" });
    expect(await backend.read("plugin:alarms:1")).toContain('"version":2');
  });

  test("of a newer version is unavailable and stays untouched", async () => {
    const newer = '{"version":3,"data":"?"}';
    await backend.compareAndSet("plugin:alarms:1", undefined, newer);
    await expect(alarms().read("1")).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(alarms().write("1", alarm(5))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await backend.read("plugin:alarms:1")).toBe(newer);
  });

  test.each(["garbage", '{"version":2,"data":{"due":"soon"}}', '{"data":5}'])(
    "that is damaged (%s) is kept aside, logged, and reads as absent",
    async (raw) => {
      await backend.compareAndSet("plugin:alarms:1", undefined, raw);
      await alarms().write("2", alarm(5));
      expect(await all(alarms().scan())).toEqual([["2", alarm(5)]]);
      expect(await alarms().read("1")).toBeUndefined();
      expect((await all(backend.scan("quarantine:plugin:alarms:1:"))).map(([, value]) => value)).toEqual([raw]);
      expect(log.of("damaged data set aside")).toHaveLength(1);
    },
  );

  test("throws when the store is away, and never answers empty", async () => {
    await backend.close();
    await expect(alarms().read("1")).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(all(alarms().marked())).rejects.toBeInstanceOf(StoreUnavailable);
  });
});
