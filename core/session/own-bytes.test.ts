import { expect, test } from "vitest";
import { decode, encode } from "./codec.ts";
import { type Envelope, emptyEnvelope } from "./envelope.ts";
import { OwnBytes } from "./own-bytes.ts";
import { Session } from "./session.ts";

const ADA = 7;

function written(): string {
  const envelope: Envelope = { ...emptyEnvelope(), user: ADA, revision: 3, seen: ["41"] };
  const session = new Session(ADA, envelope);
  session.begin("user_7_0123abcd");
  session.touch(1_750_000_000_000);
  session.acceptPrompt({ id: "41", chatId: ADA });
  const slice = { name: "notes", version: 2, schema: undefined as never, defaults: {} };
  session.setSlice(slice, { since: new Date(0), none: undefined, text: "Ärger \ud800" });
  return encode(envelope);
}

test("what this process has written reads as if it were checked anew", () => {
  const own = new OwnBytes();
  const raw = written();
  own.note(ADA, raw);
  expect(own.decode(raw, ADA)).toStrictEqual(decode(raw, ADA));
  expect(decode(raw, ADA).state).toBe("sound");
});

test("two readers of the same bytes have nothing in common", () => {
  const own = new OwnBytes();
  const raw = written();
  own.note(ADA, raw);
  expect(own.decode(raw, ADA)).not.toBe(own.decode(raw, ADA));
});

test("bytes that another hand has changed are checked, and so are somebody else's", () => {
  const own = new OwnBytes();
  const raw = written();
  own.note(ADA, raw);
  expect(own.decode(raw.replace('"turnCount":1', '"turnCount":2'), ADA).state).toBe("corrupt");
  expect(own.decode(raw, ADA + 1).state).toBe("corrupt");
});

test("a preference that no schema allows is refused when it is set, not when it is read", () => {
  const session = new Session(ADA, emptyEnvelope());
  expect(() => session.setPreferences({ maxTurnsBeforeCompact: Number.NaN })).toThrow();
  expect(session.changed).toBe(false);
});
