import type { Sticker as StickerJson } from "@grammyjs/types";
import { useSignal } from "@preact/signals";
import { fileAddress } from "./file-address.ts";

/** Its picture, or its emoji where the file is none that a browser shows. */
export function Sticker({ sticker }: { readonly sticker: StickerJson }) {
  const isPicture = useSignal(!sticker.is_animated && !sticker.is_video);
  const { emoji = "🖼" } = sticker;
  const name = `Sticker ${emoji}`;
  const giveUp = () => {
    isPicture.value = false;
  };
  /** What stands in for a picture in tests is too small to be one. */
  const judge = (event: Event & { readonly currentTarget: HTMLImageElement }) => {
    if (event.currentTarget.naturalWidth < 16) giveUp();
  };
  if (isPicture.value) {
    return (
      <img
        class="sticker"
        src={fileAddress(sticker)}
        alt={name}
        width={180}
        height={180}
        onLoad={judge}
        onError={giveUp}
      />
    );
  }
  return (
    <p class="sticker-emoji" role="img" aria-label={name}>
      {emoji}
    </p>
  );
}
