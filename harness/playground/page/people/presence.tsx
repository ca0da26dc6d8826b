import type { Chat } from "../state/chat.ts";
import { bot } from "../state/live.ts";

/** What the others in the chat are doing, or else where one is. */
export function Presence({ chat }: { readonly chat: Chat }) {
  const { kind, title, names, members } = chat.shown.value;
  const doing = chat.doing.value;
  const who = kind === "private" ? "bot" : doing && names[doing.by];
  if (doing?.what === "draft") return <span class="presence busy">{who} is writing…</span>;
  if (doing?.what === "typing") return <span class="presence busy">{who} is typing…</span>;
  if (doing) return <span class="presence busy">{`${who}: ${doing.what.replaceAll("_", " ")}…`}</span>;
  if (kind === "private") return <span class="presence">writes to @{bot.value.username}</span>;
  return (
    <span class="presence">
      in {title}, {kind === "channel" ? "a channel" : `with ${members.length - 1} more`}
    </span>
  );
}
