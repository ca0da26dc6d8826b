import type { Message } from "@grammyjs/types";
import type { Shown } from "../../shown.ts";
import type { Seat } from "../state/seat.ts";
import { timeOfDay } from "../time-of-day.ts";
import { Media } from "./media.tsx";
import { Poll } from "./poll.tsx";
import { sendText } from "./send-text.ts";
import { TextWithEntities } from "./text-with-entities.tsx";

/** What is in a bubble below its head: files, words, the time. */
export function MessageParts({ seat, album }: { readonly seat: Seat; readonly album: readonly Shown[] }) {
  const last = album.at(-1);
  const described = album.find(({ message }) => message.caption !== undefined || message.text !== undefined) ?? last;
  if (!last || !described) return null;
  const isAbove = described.message.show_caption_above_media === true;
  const words = <Words seat={seat} message={described.message} />;
  return (
    <>
      {isAbove && words}
      {album.length > 1 ? (
        <div class="album" data-count={Math.min(album.length, 4)}>
          {album.map(({ message }) => (
            <Media key={message.message_id} message={message} />
          ))}
        </div>
      ) : (
        <Media message={last.message} />
      )}
      {last.message.poll && <Poll seat={seat} shown={last} poll={last.message.poll} />}
      {!isAbove && words}
      <Meta message={last.message} />
    </>
  );
}

function Words({ seat, message }: { readonly seat: Seat; readonly message: Message }) {
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities;
  if (text === undefined) return null;
  return (
    <div class="text">
      <TextWithEntities text={text} entities={entities} onCommand={(command) => void sendText(seat, command)} />
    </div>
  );
}

function Meta({ message: { date, edit_date, author_signature } }: { readonly message: Message }) {
  return (
    <span class="meta">
      {author_signature && `${author_signature} `}
      {edit_date !== undefined && "edited "}
      <time dateTime={new Date(date * 1000).toISOString()}>{timeOfDay(date * 1000)}</time>
    </span>
  );
}
