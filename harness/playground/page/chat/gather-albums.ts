import type { Shown } from "../../shown.ts";

/** Messages as they are shown: what was sent as one album is one. */
export function gatherAlbums(messages: readonly Shown[]): (readonly Shown[])[] {
  const shown: Shown[][] = [];
  for (const one of messages) {
    const album = one.message.media_group_id;
    const before = shown.at(-1);
    if (album !== undefined && before?.[0]?.message.media_group_id === album) before.push(one);
    else shown.push([one]);
  }
  return shown;
}
