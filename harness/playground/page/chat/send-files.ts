import type { Seat } from "../state/seat.ts";
import { type Answer, ask, upload } from "../state/server.ts";

/** As what files are sent: pictures and films to be seen, sounds to be heard, or files to be kept. */
export type SentAs = "media" | "audio" | "document" | "voice";

/** Sends one file, or several as an album. */
export async function sendFiles(seat: Seat, files: readonly File[], as: SentAs, caption = ""): Promise<Answer> {
  const [first] = files;
  if (!first) return { ok: false, value: { problem: "There is no file." } };
  const { replyTo } = seat.replying.value ?? {};
  seat.replying.value = undefined;
  const about = { ...seat.in, ...(replyTo && { replyTo: replyTo.message_id }) };
  const kindOf = (file: File) => (as === "media" ? (file.type.startsWith("video/") ? "video" : "photo") : as);
  if (files.length === 1) {
    const told = { kind: kindOf(first), name: first.name, ...(caption && { caption }), ...about };
    const query = new URLSearchParams(Object.entries(told).map(([name, value]) => [name, String(value)]));
    return upload(`telegram/users/${seat.person}/files?${query}`, first);
  }
  const album = files.map(async (file, index) => ({
    kind: kindOf(file),
    name: file.name,
    base64: await base64Of(file),
    ...(caption && index === 0 && { caption }),
  }));
  return ask(`telegram/users/${seat.person}/albums`, { files: await Promise.all(album), ...about });
}

async function base64Of(file: File): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reader = new FileReader();
  reader.onload = () => resolve(String(reader.result).replace(/^.*,/, ""));
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(file);
  return promise;
}
