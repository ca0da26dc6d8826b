import type { InlineQueryResult } from "@grammyjs/types";
import { signal } from "@preact/signals";
import type { BotState } from "../../bot-control.ts";
import type { ShownPerson } from "../../shown.ts";
import type { Chat } from "./chat.ts";

export interface Offer {
  readonly query: string;
  readonly results: readonly InlineQueryResult[];
}

// What the server tells, as it is now. `listen.ts` alone writes here.

export const isConnected = signal(false);
export const bot = signal<BotState>({ username: "", phase: "stopped", restarts: 0, waiting: 0 });
/** What the bot goes by in chats. */
export const botId = signal(0);
export const people = signal<readonly ShownPerson[]>([]);
/** By id; a private chat has the id of its person. */
export const chats = signal<ReadonlyMap<number, Chat>>(new Map());
/** The last lines that the bot's process wrote. */
export const log = signal<readonly string[]>([]);
/** Goes up when the bot has called a method. */
export const calls = signal(0);
/** Goes up when a fault was added or lifted, or has met a call. */
export const faults = signal(0);
/** Goes up when the server's clock was moved forward. */
export const clockMoves = signal(0);
/** Goes up when something else waits for the bot. */
export const waits = signal(0);
/** Goes up when the scenario that is played here has passed or failed. */
export const scenarioEnds = signal(0);
/** Goes up when what is being recorded has changed. */
export const recordings = signal(0);
/** What the bot offers people who type `@bot query`, by their ids. */
export const offers = signal<ReadonlyMap<number, Offer>>(new Map());
/** What a bot's answer to a press shows in a box, until it is closed. */
export const alert = signal<string | undefined>(undefined);

/** The chats that a person has, the one with the bot first. */
export const chatsOf = (person: number): Chat[] =>
  [...chats.value.values()].filter(({ shown }) => shown.value.members.includes(person));
