import type { Message } from "@grammyjs/types";
import { Icon } from "../icon.tsx";
import { Contact } from "./contact.tsx";
import { fileAddress } from "./file-address.ts";
import { kindOf } from "./kind-of.ts";
import { Place } from "./place.tsx";
import { Sticker } from "./sticker.tsx";
import { Veiled } from "./veiled.tsx";

/** What a message holds beside its words: a file to see or to hear, a place, somebody's number. */
export function Media({ message }: { readonly message: Message }) {
  const { photo, animation, video, video_note, voice, audio, document, sticker, contact, dice } = message;
  const largest = photo?.at(-1);
  if (largest) {
    return (
      <Veiled isVeiled={message.has_media_spoiler === true}>
        <a class="picture" href={fileAddress(largest)} target="_blank" rel="noopener">
          <img
            src={fileAddress(largest)}
            alt={message.caption ?? "Photo"}
            width={largest.width}
            height={largest.height}
          />
        </a>
      </Veiled>
    );
  }
  const film = animation ?? video;
  if (film) {
    return (
      <Veiled isVeiled={message.has_media_spoiler === true}>
        <Film class="picture" label={kindOf(message)} address={fileAddress(film)} isLoop={animation !== undefined} />
      </Veiled>
    );
  }
  if (video_note) return <Film class="round" label={kindOf(message)} address={fileAddress(video_note)} />;
  if (voice) return <Sound label="Voice message" address={fileAddress(voice)} />;
  if (audio) {
    const title = [audio.performer, audio.title].filter(Boolean).join(" – ") || (audio.file_name ?? "Audio");
    return <Sound label={title} address={fileAddress(audio)} isTitled />;
  }
  if (document)
    return <File name={document.file_name ?? "File"} size={document.file_size} address={fileAddress(document)} />;
  if (sticker) return <Sticker sticker={sticker} />;
  if (message.location) return <Place message={message} />;
  if (contact) return <Contact contact={contact} />;
  if (dice) {
    return (
      <p class="dice" role="img" aria-label={`${dice.emoji} shows ${dice.value}`}>
        {dice.emoji} <b>{dice.value}</b>
      </p>
    );
  }
  if (message.text !== undefined || message.poll) return null;
  return <p class="kind">[{kindOf(message).toLowerCase()}]</p>;
}

interface FilmProps {
  readonly class: string;
  readonly label: string;
  readonly address: string;
  readonly isLoop?: boolean;
}

function Film({ class: classes, label, address, isLoop = false }: FilmProps) {
  return (
    <video
      class={classes}
      controls
      loop={isLoop}
      muted={isLoop}
      playsInline
      preload="metadata"
      aria-label={label}
      src={address}
    />
  );
}

function Sound({
  label,
  address,
  isTitled = false,
}: {
  readonly label: string;
  readonly address: string;
  readonly isTitled?: boolean;
}) {
  return (
    <div class="sound">
      {isTitled && <p>{label}</p>}
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written any for what a person or a bot has sent */}
      <audio controls preload="metadata" aria-label={label} src={address} />
    </div>
  );
}

function File({
  name,
  size = 0,
  address,
}: {
  readonly name: string;
  readonly size: number | undefined;
  readonly address: string;
}) {
  return (
    <a class="file" href={address} download={name}>
      <span class="file-icon">
        <Icon name="file" />
      </span>
      <span>
        <b>{name}</b>
        {sizeIn(size)}
      </span>
    </a>
  );
}

function sizeIn(bytes: number): string {
  const [unit, per] = bytes < 1_000 ? ["B", 1] : bytes < 1_000_000 ? ["kB", 1_000] : ["MB", 1_000_000];
  return `${Number((bytes / per).toPrecision(3))} ${unit}`;
}
