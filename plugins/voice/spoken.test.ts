import type { Message } from "grammy/types";
import { expect, test } from "vitest";
import { spokenIn } from "./spoken.ts";

test.each([
  ["PTT-20260101-WA0001.opus", "audio/ogg", "voice.ogg"],
  ["a.oga", "audio/ogg", "voice.ogg"],
  ["Song.MP3", "audio/mpeg", "voice.mp3"],
  ["Track 01", "audio/mpeg", "voice.mp3"],
  ["Mr. Smith talks", "audio/x-m4a", "voice.m4a"],
  [undefined, "audio/flac", "voice.flac"],
  [undefined, undefined, "voice.ogg"],
])("an audio file %s of type %s goes under an ending that services know: %s", (file_name, mime_type, name) => {
  const audio = { file_id: "f", file_unique_id: "u", duration: 1, file_name, mime_type };
  expect(spokenIn({ message_id: 1, audio } as Message)).toMatchObject({ name });
});
