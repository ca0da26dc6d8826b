import type { StoreKind } from "./stores/place.ts";

/** Who takes part: a program in `contenders/`, what it keeps its sessions in, and how updates reach it. */
export interface Contender {
  readonly name: string;
  /** A file in `contenders/`, without its ending. */
  readonly module: string;
  readonly store: StoreKind;
  readonly updates: "polling" | "webhook";
  /** Ours must answer everything, in order and with the right count; others are reported as they are. */
  readonly ours: boolean;
  /** Whether the bot handles one update after the other, whoever they come from. */
  readonly oneAtATime: boolean;
  /** Of ours on SQLite. Default: `process`. */
  readonly durability?: "process" | "power";
}

const ours = (
  name: string,
  store: StoreKind,
  updates: Contender["updates"],
  durability?: Contender["durability"],
): Contender => ({
  name,
  module: "holdfast",
  store,
  updates,
  ours: true,
  oneAtATime: false,
  ...(durability && { durability }),
});

const peer = (name: string, module: string, store: StoreKind, oneAtATime = false): Contender => ({
  name,
  module,
  store,
  updates: "polling",
  ours: false,
  oneAtATime,
});

/** The first is what the others are compared with. */
export const CONTENDERS: readonly [Contender, ...Contender[]] = [
  peer("grammY, no sessions", "bare-grammy", "none", true),
  peer("grammY, file sessions", "grammy-file", "files", true),
  peer("grammY runner, SQLite by Keyv", "grammy-runner-sqlite", "sqlite"),
  peer("grammY, Redis", "grammy-redis", "redis", true),
  peer("Telegraf, Redis", "telegraf-redis", "redis"),
  ours("Holdfast, memory", "memory", "polling"),
  ours("Holdfast, SQLite", "sqlite", "polling"),
  ours("Holdfast, SQLite, power", "sqlite", "polling", "power"),
  ours("Holdfast, Redis", "redis", "polling"),
  ours("Holdfast, memory, webhook", "memory", "webhook"),
  ours("Holdfast, SQLite, webhook", "sqlite", "webhook"),
  ours("Holdfast, Redis, webhook", "redis", "webhook"),
];
