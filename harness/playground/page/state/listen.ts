import { batch } from "@preact/signals";
import type { LiveEvent } from "../../live-view.ts";
import type { Shown, ShownChat } from "../../shown.ts";
import { Chat } from "./chat.ts";
import {
  alert,
  bot,
  botId,
  calls,
  chats,
  clockMoves,
  faults,
  isConnected,
  log,
  offers,
  people,
  recordings,
  scenarioEnds,
  waits,
} from "./live.ts";
import { LogLines } from "./log-lines.ts";
import { seatOf } from "./seat.ts";

const lines = new LogLines();

/** What to do with each event of the server. */
const reactions: { [Type in LiveEvent["type"]]: (event: Extract<LiveEvent, { type: Type }>) => void } = {
  snapshot(event) {
    const known = chats.value;
    bot.value = event.bot;
    botId.value = event.botId;
    people.value = event.people;
    chats.value = new Map(
      event.chats.map(({ chat, messages }) => [chat.id, renewed(known.get(chat.id), chat, messages)]),
    );
    for (const doing of event.doing) reactions[doing.type](doing as never);
    log.value = lines.begin(event.log);
    for (const counter of [calls, faults, clockMoves, waits, scenarioEnds, recordings]) counter.value++;
  },
  people(event) {
    people.value = event.people;
  },
  chat({ chat, messages }) {
    const known = chats.value.get(chat.id);
    if (known && !messages) known.shown.value = chat;
    else chats.value = new Map([...chats.value, [chat.id, renewed(known, chat, messages ?? [])]]);
  },
  gone({ chat }) {
    chats.value = new Map([...chats.value].filter(([id]) => id !== chat));
  },
  message({ chat, shown }) {
    chats.value.get(chat)?.put(shown);
  },
  delete({ chat, id }) {
    chats.value.get(chat)?.remove(id);
  },
  action({ chat, by, action }) {
    chats.value.get(chat)?.act(by, action);
  },
  draft({ chat, by, text }) {
    chats.value.get(chat)?.draft(by, text);
  },
  answer({ user, chat: id, text, alert: isAlert }) {
    const chat = chats.value.get(id);
    if (text && isAlert) alert.value = text;
    else if (text && chat) seatOf({ id: user }, chat).say(text);
  },
  offer({ user, query, results }) {
    offers.value = new Map([...offers.value, [user, { query, results }]]);
  },
  bot(event) {
    bot.value = event.bot;
  },
  log({ text }) {
    log.value = lines.add(text);
  },
  recording() {
    recordings.value++;
  },
  called() {
    calls.value++;
  },
  faults() {
    faults.value++;
  },
  clock() {
    clockMoves.value++;
  },
  waiting() {
    waits.value++;
  },
  scenario() {
    scenarioEnds.value++;
  },
};

/** Keeps everything as the server tells it, from now on; it tells all of it anew when it was away. */
export function listen(): void {
  const events = new EventSource("events");
  events.addEventListener("open", () => {
    isConnected.value = true;
  });
  events.addEventListener("error", () => {
    isConnected.value = false;
  });
  events.addEventListener("message", ({ data }) => {
    const event = JSON.parse(data) as LiveEvent;
    batch(() => reactions[event.type](event as never));
  });
}

/** What people have typed there stays. */
function renewed(known: Chat | undefined, chat: ShownChat, messages: readonly Shown[]): Chat {
  if (!known) return new Chat(chat, messages);
  known.shown.value = chat;
  known.messages.value = messages;
  known.rest();
  return known;
}
