import { describe, expect, test } from "vitest";
import { createBot, type Plugin } from "#core";
import { startTelegram } from "#harness";
import { memoryBackend } from "#stores";
import { RecordedLog } from "../testing/recorded-log.fixture.ts";
import { pluginOf } from "../testing/stage.fixture.ts";
import { PluginWork } from "./plugin-work.ts";

const plugin = (name: string, seen: string[], more: Partial<Plugin> = {}): Plugin => ({
  name,
  install: () => {},
  start: async () => void seen.push(`${name} started`),
  stop: async () => void seen.push(`${name} stopped`),
  ...more,
});

describe("the plugins' own work", () => {
  test("starts once, stops once, and can begin again", async () => {
    const seen: string[] = [];
    const work = new PluginWork([plugin("clock", seen)], new RecordedLog());
    await work.stop();
    await Promise.all([work.start(), work.start(), work.stop(), work.start()]);
    expect(seen).toEqual(["clock started", "clock stopped", "clock started"]);
  });

  test("of one plugin that does not stop is logged, and the others stop", async () => {
    const seen: string[] = [];
    const log = new RecordedLog();
    const broken = plugin("broken", seen, {
      stop: async () => {
        throw new Error("stuck");
      },
    });
    const work = new PluginWork([broken, plugin("clock", seen)], log);
    await work.start();
    await work.stop();
    expect(seen).toEqual(["broken started", "clock started", "clock stopped"]);
    expect(log.of("plugin did not stop")).toMatchObject([{ fields: { plugin: "broken" } }]);
  });

  test("that cannot start stops the start", async () => {
    const refuse = async () => {
      throw new Error("no");
    };
    await expect(new PluginWork([plugin("broken", [], { start: refuse })], new RecordedLog()).start()).rejects.toThrow(
      "no",
    );
  });

  test("rests while another process owns the store", async () => {
    await using telegram = await startTelegram();
    const { token } = telegram.bot({ username: "resting_bot" });
    const backend = memoryBackend();
    const own = backend.own.bind(backend);
    let lose = async () => {};
    backend.own = async (lost) => {
      const ownership = await own(lost);
      lose = async () => {
        await ownership?.release();
        lost("a test says so");
      };
      return ownership;
    };
    const rested = Promise.withResolvers<void>();
    const resumed = Promise.withResolvers<void>();
    let starts = 0;
    const start = async () => {
      starts += 1;
      if (starts === 2) resumed.resolve();
    };
    const Worker = pluginOf("worker", () => {}, { start, stop: async () => rested.resolve() });
    const bot = createBot({ token, apiRoot: telegram.apiRoot, backend, plugins: [Worker] });
    await bot.start();
    await lose();
    await rested.promise;
    await resumed.promise;
    await bot.stop();
  });
});
