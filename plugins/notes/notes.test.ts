import { expect as assert, describe, test } from "vitest";
import { z } from "zod";
import { openSessions, type Slice } from "#core";
import { expect } from "#harness";
import { memoryBackend } from "#stores";
import { setStage } from "../stage.fixture.ts";
import { NotesPlugin } from "./index.ts";

const plugins = [NotesPlugin];

/** What the plugin's first version kept. */
const NOTES_V1: Slice<string[]> = { name: "notes", version: 1, schema: z.array(z.string()), defaults: [] };

describe("/note", () => {
  test("saves a note for its user alone, and a restart keeps it", async () => {
    await using stage = await setStage({ plugins });
    const { alice, bob } = stage;
    await alice.send("/note milk\nand honey");
    await expect(alice).toSee("📝 Saved. You have 1 note; /notes lists them.");
    await stage.restart();
    await alice.send("/notes");
    await expect(alice).toSee(/^📝 1 note\n\n1\. milk\nand honey$/);
    await bob.send("/notes");
    await expect(bob).toSee("📝 No notes yet.");
  });

  test("as a reply saves that message", async () => {
    await using stage = await setStage({ plugins });
    const { alice } = stage;
    const said = await alice.send("The key is under the mat.");
    await alice.send("/note", { replyTo: said });
    await expect(alice).toSee("Saved.");
    await alice.send("/notes");
    await expect(alice).toSee("1. The key is under the mat.");
  });

  test("without anything to note explains itself", async () => {
    await using stage = await setStage({ plugins });
    await stage.alice.send("/note");
    await expect(stage.alice).toSee("What should I note?");
  });

  test("has limits, and says what to do at them", async () => {
    await using stage = await setStage({ plugins });
    const { alice, bob } = stage;
    for (let count = 1; count <= 101; count++) await alice.send(`/note number ${count}`);
    await expect(alice).toSee("❌ Not saved: you have 100 notes. Delete some with /notes first", { within: 10_000 });
    for (let count = 1; count <= 10; count++) await bob.send(`/note ${"é".repeat(4_000)}`);
    await bob.send("/note x");
    await expect(bob).toSee("Not saved: your notes would have more than 40000 characters.", { within: 10_000 });
    const stored = await openSessions(stage.backend).inspect(bob.id);
    assert(stored.state === "found" && stored.bytes).toBeLessThan(100_000);
  });
});

describe("/notes", () => {
  test("shows pages, newest first, and goes on by buttons", async () => {
    await using stage = await setStage({ plugins });
    const { alice } = stage;
    for (let count = 1; count <= 7; count++) await alice.send(`/note number ${count}`);
    await alice.send("/notes");
    await expect(alice).toSee(/^📝 7 notes · page 1 of 2\n\n1\. number 7\n\n2\. number 6\n/);
    await alice.press("Older ▶️");
    await expect(alice).toSee(/page 2 of 2\n\n6\. number 2\n\n7\. number 1$/);
    await alice.press("◀️ Newer");
    await expect(alice).toSee("page 1 of 2");
  });

  test("finds those with a word, whatever its case", async () => {
    await using stage = await setStage({ plugins });
    const { alice } = stage;
    for (const text of ["Buy milk", "Call mum", "MILK is out"]) await alice.send(`/note ${text}`);
    await alice.send("/notes Milk");
    await expect(alice).toSee(/^📝 2 notes with "Milk"\n\n1\. MILK is out\n\n2\. Buy milk$/);
    await alice.send("/notes tea");
    await expect(alice).toSee('📝 No note has "tea" in it.');
    await alice.send(`/notes ${"long ".repeat(20)}`);
    await expect(alice).toSee("That is too long to search for.");
  });

  test("shows long notes shortened among others, and whole when found alone", async () => {
    await using stage = await setStage({ plugins });
    const { alice } = stage;
    await alice.send(`/note ${"tea ".repeat(200)}end`);
    await alice.send("/note milk");
    await alice.send("/notes");
    await expect(alice).toSee(/tea…$/);
    await alice.send("/notes tea");
    await expect(alice).toSee(/tea end$/);
  });

  test("deletes by button what stands beside it, once", async () => {
    await using stage = await setStage({ plugins });
    const { alice } = stage;
    for (const text of ["one", "two", "three"]) await alice.send(`/note ${text}`);
    await alice.send("/notes");
    await expect(alice).toSee("1. three");
    assert(await alice.press("🗑️ 2")).toBe("Deleted.");
    await expect(alice).toSee(/^📝 2 notes\n\n1\. three\n\n2\. one$/);
    await alice.press("🗑️ 1");
    await expect(alice).toSee(/^📝 1 note\n\n1\. one$/);
    await alice.press("🗑️ 1");
    await expect(alice).toSee("📝 No notes yet.");
  });

  test("of one person are neither turned nor deleted by another", async () => {
    await using stage = await setStage({ plugins });
    const { alice, bob } = stage;
    const group = stage.telegram.group({ members: [alice, bob] });
    await alice.send("/note milk", { in: group });
    await alice.send("/notes", { in: group });
    await expect(alice).toSee("1. milk", { in: group });
    assert(await bob.press("🗑️ 1", { in: group })).toBe("These are somebody else's notes.");
  });
});

test("/export sends all notes as a file", async () => {
  await using stage = await setStage({ plugins });
  const { alice, bob } = stage;
  await alice.send("/note milk");
  await alice.send("/note honey");
  await alice.send("/export");
  const { message } = await expect(alice).toSee("[document]");
  assert(message.document?.file_name).toBe("notes.txt");
  assert(alice.open(message).toString()).toMatch(/^\d{4}-\S+Z\nmilk\n\n---\n\n\d{4}-\S+Z\nhoney\n$/);
  await bob.send("/export");
  await expect(bob).toSee("No notes to export yet.");
});

test("notes of version 1 become those of version 2 when they are first read", async () => {
  const backend = memoryBackend();
  await using stage = await setStage({ plugins, backend });
  const { alice } = stage;
  await openSessions(backend).update(alice.id, (session) => session.setSlice(NOTES_V1, ["milk", "honey"]));
  await alice.send("/notes");
  await expect(alice).toSee(/^📝 2 notes\n\n1\. honey\n\n2\. milk$/);
  await alice.send("/note bread");
  await expect(alice).toSee("You have 3 notes");
  await alice.send("/export");
  const { message } = await expect(alice).toSee("[document]");
  assert(alice.open(message).toString()).toMatch(/^milk\n\n---\n\nhoney\n\n---\n\n\d{4}-\S+Z\nbread\n$/);
  const stored = await openSessions(backend).inspect(alice.id);
  assert(stored).toMatchObject({ stored: { plugins: { notes: { version: 2, data: { nextId: 4 } } } } });
});

test("notes that are damaged are set aside alone", async () => {
  const backend = memoryBackend();
  await using stage = await setStage({ plugins, backend });
  const { alice } = stage;
  const broken: Slice<unknown> = { ...NOTES_V1, schema: z.unknown(), defaults: undefined };
  await openSessions(backend).update(alice.id, (session) => {
    session.setSlice(broken, { not: "a list" });
    session.setPreferences({ maxTurnsBeforeCompact: 7 });
  });
  await alice.send("/notes");
  await expect(alice).toSee("No notes yet.");
  const stored = await openSessions(backend).inspect(alice.id);
  assert(stored.state === "found" && stored.session.preferences.maxTurnsBeforeCompact).toBe(7);
  const kept: string[] = [];
  for await (const [, value] of backend.scan(`quarantine:${alice.id}:`)) kept.push(value);
  assert(kept).toEqual(['{"version":1,"data":{"not":"a list"}}']);
});
