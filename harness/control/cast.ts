import type { Message } from "@grammyjs/types";
import type { Hold } from "../faults/hold.ts";
import type { Channel, Group } from "../people/group.ts";
import type { Place, User } from "../people/user.ts";
import type { FakeTelegram } from "../telegram.ts";
import type { BotAccount } from "../world/bot-account.ts";
import { Problem } from "./exchange.ts";

/** Everybody and everything that was made through the control API, by the ids it goes by there. */
export class Cast {
  readonly bots = new Map<number, BotAccount>();
  readonly users = new Map<number, User>();
  readonly groups = new Map<number, Group | Channel>();
  private readonly holds: Hold[] = [];

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

  /** @returns the number it goes by. */
  keep(hold: Hold): number {
    return this.holds.push(hold);
  }

  hold(id: number): Hold {
    return this.holds[id - 1] ?? missing(`There is no hold ${id}: make one with POST /holds.`);
  }
}

function missing(what: string): never {
  throw new Problem(404, what);
}
