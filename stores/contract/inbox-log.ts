import { describe, expect, test } from "vitest";
import { AWKWARD, entry, ids, positions, type Subject } from "./store-under-test.ts";

export const inboxLog = ({ open }: Subject) =>
  describe("log", () => {
    test("keeps entries whole, in the order of their arrival and not of their ids", async () => {
      await using store = await open();
      const { log } = store.backend;
      const [nine, ten] = await log.append([entry("9"), entry("10", "with\0nul ж")]);
      expect(ids(await log.append([entry("2")]))).toEqual(["2"]);
      const waiting = await log.unfinished(10);
      expect(ids(waiting)).toEqual(["9", "10", "2"]);
      expect(waiting[0]).toEqual({ ...entry("9"), position: nine?.position });
      expect(waiting[1]).toEqual({ ...entry("10", "with\0nul ж"), position: ten?.position });
    });

    test("appends what is new and passes over what is held", async () => {
      await using store = await open();
      const { log } = store.backend;
      await log.append([entry("1"), entry("2")]);
      expect(ids(await log.append([entry("2", "again"), entry("3"), entry("1")]))).toEqual(["3"]);
      expect(ids(await log.unfinished(10))).toEqual(["1", "2", "3"]);
      expect((await log.unfinished(10))[1]?.payload).toBe("payload of 2");
      expect(await log.append([entry("1")])).toEqual([]);
      expect(await log.append([])).toEqual([]);
    });

    test("an id that comes twice in one batch is appended once, as it came first", async () => {
      await using store = await open();
      const { log } = store.backend;
      expect(ids(await log.append([entry("1", "first"), entry("2"), entry("1", "second")]))).toEqual(["1", "2"]);
      expect((await log.unfinished(10)).map(({ payload }) => payload)).toEqual(["first", "payload of 2"]);
    });

    test("finished entries are no longer waiting but still held, until they are forgotten", async () => {
      await using store = await open();
      const { log } = store.backend;
      const appended = await log.append([entry("1"), entry("2"), entry("3")]);
      await log.finish(positions(appended.slice(0, 1)), 1_000);
      await log.finish(positions(appended.slice(1, 2)), 2_000);
      expect(ids(await log.unfinished(10))).toEqual(["3"]);
      expect(await log.append([entry("1"), entry("2")])).toEqual([]);
      await log.forget(2_000);
      expect(ids(await log.append([entry("1"), entry("2")]))).toEqual(["1"]);
      await log.forget(2_001);
      expect(ids(await log.append([entry("2")]))).toEqual(["2"]);
      expect(ids(await log.unfinished(10))).toEqual(["3", "1", "2"]);
    });

    test("what is not finished is never forgotten", async () => {
      await using store = await open();
      const { log } = store.backend;
      await log.append([entry("1")]);
      await log.forget(Number.MAX_SAFE_INTEGER);
      expect(ids(await log.unfinished(10))).toEqual(["1"]);
      expect(await log.append([entry("1")])).toEqual([]);
    });

    test("finishing twice, or what is unknown, changes nothing", async () => {
      await using store = await open();
      const { log } = store.backend;
      const one = positions(await log.append([entry("1"), entry("2")])).slice(0, 1);
      await log.finish(one, 1_000);
      await log.finish([...one, "999999"], 9_000);
      await log.finish([], 9_000);
      await log.forget(1_001);
      expect(ids(await log.append([entry("1")]))).toEqual(["1"]);
      expect(ids(await log.unfinished(10))).toEqual(["2", "1"]);
    });

    test("unfinished gives as many as asked, from after a position", async () => {
      await using store = await open();
      const { log } = store.backend;
      const appended = await log.append(["1", "2", "3", "4"].map((id) => entry(id)));
      const [one, two, three] = appended;
      expect(ids(await log.unfinished(2))).toEqual(["1", "2"]);
      expect(ids(await log.unfinished(2, two?.position))).toEqual(["3", "4"]);
      await log.finish(positions(appended.slice(2, 3)), 1);
      expect(ids(await log.unfinished(10, one?.position))).toEqual(["2", "4"]);
      expect(ids(await log.unfinished(10, three?.position))).toEqual(["4"]);
    });

    test("at gives the entries of the positions asked that are not finished, oldest first", async () => {
      await using store = await open();
      const { log } = store.backend;
      const appended = await log.append(["9", "1", "5", "3"].map((id) => entry(id)));
      const [one, two, three, four] = positions(appended) as [string, string, string, string];
      expect(await log.at([three, one])).toEqual([appended[0], appended[2]]);
      await log.finish([two], 1);
      expect(ids(await log.at([four, two, "999999", one, one]))).toEqual(["9", "3"]);
      expect(await log.at([two])).toEqual([]);
      expect(await log.at([])).toEqual([]);
      const many = await log.append(Array.from({ length: 300 }, (_, index) => entry(`many ${index}`)));
      expect(await (await store.reopen()).log.at(positions(many))).toEqual(many);
    });

    test("held says which ids it holds, finished ones included, forgotten ones not", async () => {
      await using store = await open();
      const { log } = store.backend;
      const appended = await log.append([...AWKWARD, "1", "2"].map((id) => entry(id)));
      expect((await log.held([...AWKWARD, "0", "1"])).toSorted()).toEqual([...AWKWARD, "1"].toSorted());
      await log.finish(positions(appended.slice(-2, -1)), 1_000);
      expect(await log.held(["0", "1"])).toEqual(["1"]);
      await log.forget(2_000);
      expect(await log.held(["1"])).toEqual([]);
      expect(await log.held(["2"])).toEqual(["2"]);
      expect(await log.held([])).toEqual([]);
    });

    test("more than nine, and more than ninety-nine, stay in order", async () => {
      await using store = await open();
      const { log } = store.backend;
      const many = Array.from({ length: 1_100 }, (_, index) => String(5_000 - index));
      await log.append(many.slice(0, 100).map((id) => entry(id)));
      for (const id of many.slice(100, 120)) await log.append([entry(id)]);
      await log.append(many.slice(120).map((id) => entry(id)));
      expect(ids(await log.unfinished(2_000))).toEqual(many);
      const page = await log.unfinished(600);
      expect(ids(await log.unfinished(2_000, page.at(-1)?.position))).toEqual(many.slice(600));
    });

    test("positions are never given out again, not after finish, forget and reopening", async () => {
      await using store = await open();
      const seen = new Set<string>();
      for (let round = 0; round < 3; round++) {
        const { log } = await store.reopen();
        const appended = await log.append([entry("1"), entry("2")]);
        expect(ids(appended)).toEqual(["1", "2"]);
        for (const { position } of appended) {
          expect(seen).not.toContain(position);
          seen.add(position);
        }
        await log.finish(positions(appended), 1);
        await log.forget(2);
        expect(await log.unfinished(10)).toEqual([]);
      }
    });

    test("ids may be awkward, payloads big", async () => {
      await using store = await open();
      const { log } = store.backend;
      expect(ids(await log.append(AWKWARD.map((id) => entry(id))))).toEqual(AWKWARD);
      expect(await log.append(AWKWARD.map((id) => entry(id)))).toEqual([]);
      const big = "ж".repeat(512 * 1024);
      const [appended] = await log.append([entry("big", big)]);
      expect(appended?.payload).toBe(big);
      expect((await log.unfinished(100)).at(-1)?.payload).toBe(big);
    });
  });
