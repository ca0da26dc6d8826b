import { beforeEach, describe, expect, test } from "vitest";
import { type Backend, silentLog } from "#core";
import { memoryBackend } from "#stores";
import { CrashWatch } from "./crash-watch.ts";
import type { InboxEntry } from "./inbox.ts";
import { Lanes } from "./lanes.ts";

const entry = (id: string) => ({ id, update: { update_id: 1 }, at: 0, leftOver: true }) as InboxEntry;

let backend: Backend;
beforeEach(async () => {
  backend = memoryBackend();
  await backend.open(silentLog);
});

/** One life of a process: begins with these left-overs, and ends while `killer` runs, if it comes to that. */
async function live(ids: readonly string[], killer?: string): Promise<{ ran: string[]; condemned: string[] }> {
  const watch = new CrashWatch(backend, silentLog);
  const ran: string[] = [];
  const condemned: string[] = [];
  const died = Promise.withResolvers<void>();
  const lanes = new Lanes<InboxEntry>(async ({ id }) => {
    if (watch.isCondemned(id)) condemned.push(id);
    else ran.push(id);
    if (id !== killer || condemned.includes(id)) return;
    died.resolve();
    await new Promise(() => {}); // the process is gone
  });
  for (const id of ids) lanes.add(id, entry(id));
  const begun = watch.begin(lanes).then(() => lanes.open());
  await Promise.race([begun, died.promise]);
  return { ran, condemned };
}

describe("after an unclean end", () => {
  test("the update that was alone running at five of them is set aside instead of run", async () => {
    for (let end = 1; end <= 5; end += 1) expect((await live(["bad"], "bad")).condemned).toEqual([]);
    expect(await live(["bad"], "bad")).toEqual({ ran: [], condemned: ["bad"] });
  });

  test("left-overs of several lanes are run one at a time, so that the guilty one is found", async () => {
    await live(["a", "bad", "c"], "bad");
    for (let end = 1; end <= 5; end += 1) expect((await live(["a", "bad", "c"], "bad")).ran).toEqual(["a", "bad"]);
    expect(await live(["a", "bad", "c"], "bad")).toEqual({ ran: ["a", "c"], condemned: ["bad"] });
  });

  test("a note that can't be read is no reason not to start", async () => {
    await backend.compareAndSet("run", undefined, "{torn");
    expect(await live(["a"])).toEqual({ ran: ["a"], condemned: [] });
  });

  test("a process that ended well leaves nobody under suspicion", async () => {
    const watch = new CrashWatch(backend, silentLog);
    await watch.begin(new Lanes<InboxEntry>(async () => {}));
    await watch.end();
    const lanes = new Lanes<InboxEntry>(async () => {});
    lanes.add("a", entry("a"));
    await new CrashWatch(backend, silentLog).begin(lanes);
    expect(lanes.heads).toHaveLength(1);
  });
});
