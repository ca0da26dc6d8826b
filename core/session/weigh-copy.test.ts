import { expect, test } from "vitest";
import { openSessions, silentLog, weighCopy } from "#core";
import { memoryBackend } from "#stores";

async function sessionOf(userId: number): Promise<string> {
  const backend = memoryBackend();
  await backend.open(silentLog);
  await openSessions(backend).update(userId, (session) => {
    session.begin(`user_${userId}_01234567`);
    session.touch(Date.parse("2026-02-04T12:00:00Z"));
    session.acceptPrompt({ id: "a", chatId: userId });
  });
  return (await backend.read(`session:${userId}`)) ?? "";
}

test("a sound session weighs by its revision, and knows its marks", async () => {
  expect(weighCopy("session:7", await sessionOf(7))).toEqual({
    key: "session:7",
    isSession: true,
    sound: true,
    revision: 1,
    marks: { active: Date.parse("2026-02-04T00:00:00Z"), turns: 1, costs: null },
    needs: ["prompt:a", "answer:a"],
  });
});

test("a session under a damaged key still belongs to its user", async () => {
  for (const key of ["session:8", "sessiom:7", "session:"])
    expect(weighCopy(key, await sessionOf(7))).toMatchObject({ key: "session:7", sound: true });
});

test("what a session's key holds and is no session is damage, and stays where it is", async () => {
  const whole = await sessionOf(7);
  for (const damaged of [whole.replace("0123", "0124"), whole.slice(0, -20), "", "null"])
    expect(weighCopy("session:7", damaged)).toMatchObject({ key: "session:7", isSession: true, sound: false });
});

test("a session that was set aside is not taken for a live one, and others are not judged", async () => {
  const whole = await sessionOf(7);
  expect(weighCopy("quarantine:9:abc", whole)).toMatchObject({ key: "quarantine:9:abc", isSession: false });
  expect(weighCopy("prompt:a", "say {}")).toEqual({
    key: "prompt:a",
    isSession: false,
    sound: true,
    revision: 0,
    marks: undefined,
    needs: [],
  });
});
