import type { User as UserJson } from "@grammyjs/types";
import { approximateLimits, FloodControl, type FloodLimits } from "./flood/flood-control.ts";
import type { Oracles, Problem } from "./oracles/oracles.ts";
import { Channel, Group } from "./people/group.ts";
import { whenQuiet } from "./people/quiet.ts";
import { User } from "./people/user.ts";
import { callInReply } from "./server/call-in-reply.ts";
import { Dispatcher } from "./server/dispatcher.ts";
import { HttpFront } from "./server/http-front.ts";
import { type Transcript, transcribe } from "./transcript/transcript.ts";
import type { BotAccount, BotOptions } from "./world/bot-account.ts";
import { Pulse } from "./world/pulse.ts";
import { checkRetention, type Retention } from "./world/retention.ts";
import type { ServerClock } from "./world/server-clock.ts";
import { until } from "./world/until.ts";
import { World } from "./world/world.ts";

export interface TelegramOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** How long every call takes, in ms, at random between the two. Default: no longer than it must. */
  readonly latencyMs?: readonly [min: number, max: number];
  /** Slows bots down that send too much; `true`: by {@link approximateLimits}. Default: off. */
  readonly flood?: boolean | FloodLimits;
  /** How much is kept. Default: all but the calls, of which it is the latest. */
  readonly keep?: Retention;
  /**
   * Takes webhooks as Telegram's cloud does: https, on port 80, 88, 443 or 8443, over at most 100 connections. Default: any
   * address, as a local Bot API server does.
   */
  readonly strictWebhooks?: boolean;
}

/** Something went wrong in a run that no expectation was about. */
export class RunUnsound extends Error {
  override readonly name = "RunUnsound";
}

/** Starts a fake Telegram on loopback, with nobody in it. */
export async function startTelegram({
  port = 0,
  latencyMs,
  flood,
  strictWebhooks = false,
  keep = {},
}: TelegramOptions = {}): Promise<FakeTelegram> {
  const world = new World(checkRetention(keep));
  world.isStrict = strictWebhooks;
  const dispatcher = new Dispatcher(world, latencyMs);
  const front = new HttpFront(world, dispatcher);
  const telegram = new FakeTelegram(world, dispatcher, front, await front.listen(port));
  telegram.limitFlood(flood ?? false);
  return telegram;
}

/** The Bot API, the people who use it, and what a scenario may do to both. */
export class FakeTelegram implements AsyncDisposable {
  /** @internal beats with everybody and every group that is made. */
  readonly joined = new Pulse<User | Group>();
  private readonly people = new Map<number, User>();
  private readonly owner: User;

  constructor(
    /** @internal */
    readonly world: World,
    private readonly dispatcher: Dispatcher,
    private readonly front: HttpFront,
    /** What a bot takes in place of `https://api.telegram.org`. */
    readonly apiRoot: string,
  ) {
    this.owner = this.user({ firstName: "Olga" });
  }

  /** Every call that was made, such as `telegram.calls.of("sendMessage")`. */
  get calls() {
    return this.world.calls;
  }

  get faults() {
    return this.world.faults;
  }

  /** The server's own time, which can be moved forward: `telegram.clock.advance(86_400_000)`. */
  get clock(): ServerClock {
    return this.world.clock;
  }

  /** From now on bots that send too much are slowed down, or no longer; `true`: by {@link approximateLimits}. */
  limitFlood(flood: boolean | FloodLimits): void {
    const limits = flood === true ? approximateLimits : flood;
    this.world.flood = limits ? new FloodControl(this.world.clock, limits) : undefined;
  }

  /** From now on every call takes so long, in ms, at random between the two; undefined: no longer than it must. */
  setLatency(latencyMs: readonly [min: number, max: number] | undefined): void {
    this.dispatcher.latencyMs = latencyMs;
  }

  /** Words that must not turn up in other chats. */
  get canaries() {
    return this.world.oracles.canaries;
  }

  /** Makes a bot account, as BotFather does. The first one is whom people write to unless they say otherwise. */
  bot(options: BotOptions): BotAccount {
    const bot = this.world.addBot(options);
    bot.webhook.answered.subscribe((delivered) => void callInReply(this.dispatcher, bot.token, delivered));
    return bot;
  }

  user({ firstName, lastName, languageCode = "en", premium = false, phone, id, username }: UserOptions): User {
    const json = this.world.addUser({
      ...(id !== undefined && { id }),
      first_name: firstName,
      ...(lastName && { last_name: lastName }),
      ...(username && { username }),
      language_code: languageCode,
      ...(premium && { is_premium: true as const }),
    });
    const user = new User(this.world, json, phone ?? `1555${json.id}`);
    this.people.set(user.id, user);
    this.joined.beat(user);
    return user;
  }

  /** A group with these people and the first bot in it. */
  group({
    title = "Group",
    type = "supergroup",
    members = [],
    bots = [this.world.firstBot],
    forum = false,
    username,
  }: GroupOptions = {}): Group {
    if (type === "group" && (forum || username)) {
      throw new Error(`A basic group has no ${forum ? "topics" : "username"}: "${title}" has to be a supergroup.`);
    }
    const group = new Group(this.world.addGroup({ title, type, forum, username }, this.owner.json), this.owner);
    group.begin(...members, ...bots);
    this.joined.beat(group);
    return group;
  }

  channel({ title = "Channel", bots = [this.world.firstBot], username }: ChannelOptions = {}): Channel {
    const channel = new Channel(this.world.addGroup({ title, type: "channel", username }, this.owner.json), this.owner);
    channel.begin(...bots);
    this.joined.beat(channel);
    return channel;
  }

  /** @internal waits for the answers to what was written last, until the bots are at rest. */
  async settle(): Promise<void> {
    const { unanswered } = this.world.oracles;
    await until({
      look: () => !unanswered.hasOpen || undefined,
      beats: [...this.world.bots.values()].map(({ activity }) => activity.answered),
      giveUp: (over) => whenQuiet(this.world.bots.values(), over),
      timeoutMs: 5_000,
    });
  }

  /** What the oracles found so far: nothing, if all is well. */
  verdict(): readonly Problem[] {
    return this.world.oracles.problems();
  }

  /** What the people saw so far, the calls behind it and the bots' last lines: data for a report. */
  transcript(): Transcript {
    return transcribe(this.world, this.people.values());
  }

  /** @throws {RunUnsound} if the oracles found something. */
  assertSound(): void {
    const problems = this.verdict();
    if (problems.length === 0) return;
    const found = problems.map(({ oracle, what }) => `${oracle}: ${what}`);
    throw new RunUnsound([...found, ...this.faults.history.map((fault) => `with the fault: ${fault}`)].join("\n"));
  }

  /** @internal every account that was made, the first one first. */
  get bots(): Iterable<BotAccount> {
    return this.world.bots.values();
  }

  /** What watches every run: `oracles.off("unanswered")`, `oracles.allowRefusal("can't parse entities")`. */
  get oracles(): Oracles {
    return this.world.oracles;
  }

  /** @internal for what writes a run down. */
  get deeds() {
    return this.world.deeds;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.world.close();
    await this.front.close();
  }
}

export interface UserOptions {
  readonly firstName: string;
  readonly lastName?: string;
  readonly username?: string;
  /** Default: `en`. */
  readonly languageCode?: NonNullable<UserJson["language_code"]>;
  /** Has paid Telegram for longer captions and more reactions. Default: has not. */
  readonly premium?: boolean;
  /** Digits alone. Default: one of their own. */
  readonly phone?: string;
  /** Default: the next free one. */
  readonly id?: number;
}

export interface GroupOptions {
  readonly title?: string;
  /** `group`: a basic one, which can become a supergroup. Default: `supergroup`. */
  readonly type?: "group" | "supergroup";
  readonly members?: readonly User[];
  readonly bots?: readonly BotAccount[];
  /** With topics; only a supergroup has them. */
  readonly forum?: boolean;
  /** By which everybody finds it, at `https://t.me/<username>`. Default: only those find it who are let in. */
  readonly username?: string;
}

export type ChannelOptions = Pick<GroupOptions, "title" | "bots" | "username">;
