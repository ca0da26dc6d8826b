import type { Composer, Context } from "grammy";
import type { ZodType } from "zod";
import type { Slice } from "./session/slice.ts";

/** A command as Telegram lists it in its menu. */
export interface MenuCommand {
  /** 1 to 32 of `a-z0-9_`, without the slash. */
  readonly command: string;
  /** 1 to 256 characters. */
  readonly description: string;
  /** Only looks: the command does not count as activity of its user. Default: false. */
  readonly passive?: boolean;
  /** Works, and nobody is told: neither Telegram's menu nor `/help` has it. Default: false. */
  readonly hidden?: boolean;
}

/** The version of the contract below. It rises when a plugin written for the one before would no longer work. */
export const PLUGIN_CONTRACT = 1;

/**
 * What a bot can do: a class with a name, its menu commands and its handlers. What it needs it injects by token,
 * `constructor(@inject(SessionStore) private readonly sessions: SessionStore)`. Core's tokens are `SessionStore`,
 * `PluginData`, `Turns`, `TelegramFiles`, `Menu`, `Access`, `Clock`, `Log`, `BotStatus`, `Backend`, and grammY's class `Api`, which core
 * passes on, to write to Telegram outside a handler.
 *
 * A handler that throws is not run again: its changes are dropped, its user hears one calm sentence, and the update
 * is kept for `holdfast inbox`. Failures of the store are not the plugin's: let them fly, and the update is tried again.
 */
export interface Plugin<Settings = unknown> {
  /** Unique, kebab-case: shown in logs and errors. */
  readonly name: string;
  /** The version of this contract it was written for, such as `PLUGIN_CONTRACT`. Default: whatever is there. */
  readonly contract?: number;
  /** What Telegram lists in its command menu. */
  readonly commands?: readonly MenuCommand[];
  /** Checks what the operator set; `install` gets the result. Defaults belong into the schema. */
  readonly settings?: ZodType<Settings>;
  /** The plugin's own part of each session. */
  // biome-ignore lint/suspicious/noExplicitAny: each plugin has its own shape, typed where it is read
  readonly slice?: Slice<any>;
  /** Adds this plugin's handlers. Called once, before the first update. */
  install(bot: Composer<Context>, settings: Settings): void;
  /** Adds handlers for what no plugin's `install` answered, such as any text at all. */
  installLast?(bot: Composer<Context>, settings: Settings): void;
  /**
   * Begins work of its own, such as a timer: while the bot starts, when it owns its store and handlers may run. Called
   * again after a `stop`, when the bot has lost its store to another process and has it back.
   */
  start?(): Promise<void>;
  /** Ends that work, and waits for what is under way. When the bot stops, handlers have ended before. */
  stop?(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: constructors differ in what they inject
export type PluginClass = new (...dependencies: any[]) => Plugin<any>;
