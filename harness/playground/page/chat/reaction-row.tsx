import type { Shown, ShownReaction } from "../../shown.ts";
import type { Seat } from "../state/seat.ts";
import { react } from "./message-menu.ts";

/** What has been put on a message; one's own is taken away by pressing it. */
export function ReactionRow({ seat, shown }: { readonly seat: Seat; readonly shown: Shown }) {
  const { reactions = [] } = shown;
  if (reactions.length === 0) return null;
  const byEmoji = Map.groupBy(reactions, emojiOf);
  const { names } = seat.chat.shown.value;
  return (
    <div class="reactions">
      {[...byEmoji].map(([emoji, put]) => {
        const who = put.map(({ by }) => (seat.isMine(by) ? "you" : (names[by] ?? "somebody"))).join(", ");
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={put.some(({ by }) => seat.isMine(by))}
            aria-label={`${emoji} ${put.length}, by ${who}`}
            title={who}
            onClick={() => react(seat, shown, emoji)}
          >
            {emoji} {put.length}
          </button>
        );
      })}
    </div>
  );
}

const emojiOf = ({ reaction }: ShownReaction): string => ("emoji" in reaction ? reaction.emoji : "⭐");
