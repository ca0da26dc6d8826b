import type { User } from "../people/user.ts";
import type { Call } from "../server/call-log.ts";
import type { Chat } from "../world/chat.ts";
import type { World } from "../world/world.ts";
import { type ChatLine, chatLine } from "./chat-line.ts";

/** What a run looked like, for reports: as data, and bounded, so that the transcripts of hundreds of runs can be kept. */
export interface Transcript {
  /** Those in which something happened, the one that was active last at the end. */
  readonly chats: readonly ChatTranscript[];
  /** How many more there were. */
  readonly otherChats: number;
  /** The latest, oldest first; without requests for updates that brought none. */
  readonly calls: readonly TranscribedCall[];
  readonly logs: readonly { readonly bot: string; readonly lines: readonly string[] }[];
}

/** A call without the files that came with it. */
export interface TranscribedCall extends Omit<Call, "arguments"> {
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface ChatTranscript {
  /** What the chat is called, or whom it is with. */
  readonly title: string;
  /** The people who saw it so. */
  readonly people: readonly string[];
  readonly lines: readonly ChatLine[];
  /** How many lines came before these. */
  readonly earlier: number;
}

const MOST_CHATS = 12;
const MOST_LINES = 100;
const MOST_CALLS = 200;
const MOST_LOG_LINES = 40;

export function transcribe(world: World, people: Iterable<User>): Transcript {
  const chats = [...peopleByChat(world, [...people])]
    .filter(([{ events }]) => events.length > 0)
    .sort(([one], [other]) => latest(one) - latest(other));
  const shown = chats.slice(-MOST_CHATS);
  return {
    chats: shown.map(([chat, names]) => transcribeChat(chat, names, world)),
    otherChats: chats.length - shown.length,
    calls: [...world.calls]
      .filter(isTelling)
      .slice(-MOST_CALLS)
      .map((call) => ({ ...call, arguments: call.arguments.toJSON() })),
    logs: [...world.bots.values()].map(({ me, hosts }) => ({
      bot: me.username,
      lines: [...hosts].flatMap((host) => host.tail(MOST_LOG_LINES)),
    })),
  };
}

function peopleByChat(world: World, people: readonly User[]): Map<Chat, readonly string[]> {
  const found = new Map<Chat, readonly string[]>();
  for (const user of people) {
    for (const bot of world.bots.values()) found.set(user.chat(bot), [user.firstName]);
  }
  for (const group of world.groups.values()) {
    const members = people.filter(({ id }) => group.members.has(id));
    found.set(
      group,
      members.map(({ firstName }) => firstName),
    );
  }
  return found;
}

function transcribeChat(chat: Chat, people: readonly string[], world: World): ChatTranscript {
  const lines = chat.events.from(chat.events.length - MOST_LINES).map((event) => chatLine(event, world));
  return { title: titleOf(chat), people, lines, earlier: chat.events.length - lines.length };
}

/** What a group is called, or which bot a private chat is with. */
export const titleOf = (chat: Chat) =>
  chat.json.title ?? `with ${[...chat.bots].map(({ me }) => me.username).join(", ")}`;

const latest = ({ events }: Chat) => events.at(-1)?.at ?? 0;

const isTelling = ({ method, answer }: Call) =>
  !(/^getupdates$/i.test(method) && Array.isArray(answer?.said) && answer.said.length === 0);
