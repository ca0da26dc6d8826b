import type { ChatPhoto, PhotoSize } from "@grammyjs/types";
import type { FileShelf, StoredFile } from "./file-shelf.ts";
import { mediaContent, mediaShelves } from "./media.ts";

/** What a chat, a person or a bot shows as itself. Telegram scales it to several sizes; here they all have the same bytes. */
export interface Picture {
  readonly small: StoredFile;
  readonly big: StoredFile;
}

export const takePicture = (files: FileShelf, bytes: Uint8Array): Picture => ({
  small: files.add(bytes, mediaShelves.photo),
  big: files.add(bytes, mediaShelves.photo),
});

/** As getChat tells it. */
export const chatPhoto = ({ small, big }: Picture): ChatPhoto => ({
  small_file_id: small.id,
  small_file_unique_id: small.uniqueId,
  big_file_id: big.id,
  big_file_unique_id: big.uniqueId,
});

/** As messages and getUserProfilePhotos tell it, the small one first. */
export const photoSizes = ({ small, big }: Picture): PhotoSize[] =>
  [small, big].flatMap((file) => mediaContent("photo", file).photo ?? []);
