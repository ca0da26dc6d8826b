import type { InlineQueryResult, Message } from "@grammyjs/types";
import type { Group } from "../people/group.ts";
import type { User } from "../people/user.ts";

/** Something that was done from outside the bot, as the call of the harness that does it again. */
export interface Deed {
  /** Whose method it is. */
  readonly who: User | Group | "bot" | "faults" | "clock";
  readonly what: string;
  readonly given: readonly unknown[];
  /** The message that came of it. */
  readonly result?: Message;
  /** What the bot answered to a press, once it has. */
  answer?: string | undefined;
  /** What the bot offered to an inline query, once it has. */
  offered?: readonly InlineQueryResult[];
  /** In ms since the epoch, once something that takes its time is over, such as the start of a process. */
  doneAt?: number;
  /** Whether it was refused. */
  failed?: boolean;
}
