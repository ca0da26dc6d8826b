import type { Message } from "@grammyjs/types";
import type { BotProcess } from "../bots/bot-process.ts";
import type { SmallDisk } from "../bots/files/small-disk.ts";
import type { Undoable } from "../bots/files/undo.ts";
import type { Hold } from "../faults/hold.ts";
import type { Channel, Group } from "../people/group.ts";
import type { Place, User } from "../people/user.ts";
import type { Recorder } from "../recorder/recorder.ts";
import type { FakeTelegram } from "../telegram.ts";
import type { BotAccount } from "../world/bot-account.ts";
import { Drawer } from "./drawer.ts";
import { Problem } from "./exchange.ts";

/** Everybody and everything that was made through the control API, by the ids it goes by there. */
export class Cast implements AsyncDisposable {
  readonly bots = new Map<number, BotAccount>();
  readonly users = new Map<number, User>();
  readonly groups = new Map<number, Group | Channel>();
  /** By the id of the bot. */
  readonly processes = new Map<number, BotProcess>();
  readonly holds = new Drawer<Hold>("hold", "POST /holds");
  readonly undos = new Drawer<Undoable>("undo", "POST /bots/:id/files/...");
  readonly disks = new Drawer<SmallDisk>("disk", "POST /bots/:id/files/disk");
  readonly recordings = new Drawer<Recorder>("recording", "POST /recordings");

  constructor(readonly telegram: FakeTelegram) {}

  user(id: number): User {
    return this.users.get(id) ?? missing(`There is no user ${id}: make one with POST /users.`);
  }

  bot(id: number): BotAccount {
    return this.bots.get(id) ?? missing(`There is no bot ${id}: make one with POST /bots.`);
  }

  /** The first one is whom people write to unless they say otherwise. */
  firstBot(): BotAccount {
    const [bot] = this.bots.values();
    return bot ?? missing("There is no bot yet: make one with POST /bots.");
  }

  group(id: number): Group | Channel {
    return this.groups.get(id) ?? missing(`There is no group ${id}: make one with POST /groups.`);
  }

  /** A group or a bot, which means the private chat with it. */
  place(id: number | undefined): Place {
    if (id === undefined) return this.firstBot();
    return this.groups.get(id) ?? this.bots.get(id) ?? missing(`There is no group and no bot ${id}.`);
  }

  member(id: number): User | BotAccount {
    return this.users.get(id) ?? this.bots.get(id) ?? missing(`There is no user and no bot ${id}.`);
  }

  message(user: User, place: Place, id: number): Message {
    return user.chat(place).find(id)?.message ?? missing(`There is no message ${id} in that chat.`);
  }

  process(id: number): BotProcess {
    return this.processes.get(id) ?? missing(`Bot ${id} has no process: say which with PUT /bots/${id}/process.`);
  }

  /** Ends all that was started, and then this Telegram. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const process of this.processes.values()) await process[Symbol.asyncDispose]();
    for (const disk of this.disks) await disk[Symbol.asyncDispose]();
    await this.telegram[Symbol.asyncDispose]();
  }
}

function missing(what: string): never {
  throw new Problem(404, what);
}
