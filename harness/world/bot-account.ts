import type {
  BotCommand,
  ChatAdministratorRights,
  InlineQueryResult,
  MenuButton,
  Update,
  User,
  UserFromGetMe,
} from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { Activity } from "./activity.ts";
import { AllowedUpdates } from "./allowed-updates.ts";
import type { Chat } from "./chat.ts";
import { LongPoll } from "./long-poll.ts";
import { MessageIds } from "./message-ids.ts";
import { OpenQueries } from "./open-queries.ts";
import { PrivateChat } from "./private-chat.ts";
import { Pulse } from "./pulse.ts";
import { type Payload, type UpdateKind, UpdateQueue } from "./update-queue.ts";
import { WebhookDelivery } from "./webhook-delivery.ts";
import type { World } from "./world.ts";

export interface BotOptions {
  readonly username: string;
  readonly firstName?: string;
  /** Default: a well-formed one with the bot's id in it. */
  readonly token?: string;
  /** Off: the bot reads all messages of its groups. Default: on, as at Telegram. */
  readonly privacyMode?: boolean;
  /** Where the bot says in JSON whether it is idle, such as `http://127.0.0.1:8443/healthz`. Default: it cannot say. */
  readonly idleProbe?: string;
}

/** The process behind a bot, as far as expectations and reports care. */
export interface BotHost {
  readonly running: boolean;
  /** Whether it ended by itself, is started again, and has not been heard of since. */
  readonly isComingBack: boolean;
  /** Why it is not running, in one sentence, if nobody had asked for that and somebody knows. */
  readonly trouble: string | undefined;
  /** The last lines it has written. */
  tail(lines: number): readonly string[];
}

/** A bot as Telegram knows it: name, token, and what waits for it. */
export class BotAccount {
  private own: UserFromGetMe;
  readonly token: string;
  readonly updates: UpdateQueue;
  readonly poll: LongPoll;
  readonly webhook: WebhookDelivery;
  readonly activity = new Activity();
  readonly allowed = new AllowedUpdates();
  /** By scope and language. */
  readonly commands = new Map<string, readonly BotCommand[]>();
  /** By which one and language, such as `description en`. */
  readonly texts = new Map<string, string>();
  /** What it asks for as an administrator. */
  readonly defaultRights = new Map<"groups" | "channels", ChatAdministratorRights>();
  /** By chat; 0: everywhere. */
  readonly menuButtons = new Map<number, MenuButton>();
  /** Presses and inline queries that wait for an answer. */
  readonly callbacks: OpenQueries<CallbackAnswer>;
  readonly inlineQueries: OpenQueries<readonly InlineQueryResult[]>;
  idleProbe: string | undefined;
  /** The processes that act for this bot: usually one. */
  readonly hosts = new Set<BotHost>();
  /** Beats when the process behind the bot has ended. */
  readonly hostEnded = new Pulse();
  /** Of its private chats and basic groups. */
  readonly messageIds = new MessageIds();
  private readonly privateChats = new Map<number, PrivateChat>();
  private latestUpdate: Update | undefined;

  constructor(
    private readonly world: World,
    id: number,
    options: BotOptions,
  ) {
    this.token = options.token ?? `${id}:AAharness${id.toString(36).padStart(26, "0")}`;
    this.idleProbe = options.idleProbe;
    this.updates = new UpdateQueue(world.clock, world.keep.updates);
    this.poll = new LongPoll(this.updates, world.clock);
    this.webhook = new WebhookDelivery(this.updates, world.clock, world.faults);
    this.callbacks = new OpenQueries(world.clock, 150_000);
    this.inlineQueries = new OpenQueries(world.clock, 30_000);
    this.updates.emptied.subscribe(() => this.activity.note());
    this.own = {
      id,
      is_bot: true,
      first_name: options.firstName ?? options.username,
      username: options.username,
      can_join_groups: true,
      can_read_all_group_messages: options.privacyMode === false,
      supports_inline_queries: true,
      supports_guest_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
      has_topics_enabled: false,
      allows_users_to_create_topics: false,
      can_manage_bots: false,
      supports_join_request_queries: false,
    };
  }

  get me(): UserFromGetMe {
    return this.own;
  }

  rename(first_name: string): void {
    this.own = { ...this.own, first_name };
  }

  get id(): number {
    return this.me.id;
  }

  /** The bot as others see it, without what only getMe tells. */
  get user(): User {
    const { id, first_name, username } = this.me;
    return { id, is_bot: true, first_name, username };
  }

  /** Gives the bot an update, unless it did not ask for this kind. */
  tell<Kind extends UpdateKind>(kind: Kind, payload: Payload<Kind>): void {
    if (!this.allowed.has(kind)) return;
    this.activity.note();
    this.latestUpdate = this.updates.add(kind, payload);
  }

  /** Delivers the latest update once more, under the same id, as Telegram does when an answer was lost. */
  repeatLatestUpdate(): void {
    if (!this.latestUpdate) throw new Error(`${this.me.username} has had no update yet.`);
    this.activity.note();
    this.updates.again(this.latestUpdate);
  }

  /** Another copy of the bot asks for updates, once: the poll that waits ends with a 409. */
  pollElsewhere(): void {
    this.poll.endByOther();
  }

  /** The bot itself finds it only after the user's first message. */
  privateChatWith(user: User): PrivateChat {
    const known = this.privateChats.get(user.id);
    if (known) return known;
    const chat = new PrivateChat(user, this, this.world.clock, () => this.messageIds.next());
    this.privateChats.set(user.id, chat);
    this.world.watch(chat);
    return chat;
  }

  /** The person is shown in another way from now on. */
  describeUser(user: User): void {
    this.privateChats.get(user.id)?.describeUser(user);
  }

  /** By id or `@username`. */
  findChat(chatId: string): Chat | undefined {
    if (chatId.startsWith("@")) return this.world.publicChat(chatId.slice(1));
    const privateChat = this.privateChats.get(Number(chatId));
    return privateChat?.isOpen ? privateChat : this.world.groups.get(Number(chatId));
  }

  /**
   * The chat a call names.
   * @throws {Refusal} in Telegram's words.
   */
  chat(chatId: string): Chat {
    if (chatId === "") throw badRequest("chat_id is empty");
    const chat = this.findChat(chatId);
    if (!chat) throw badRequest("chat not found");
    return chat;
  }

  close(): void {
    this.poll.close();
    this.webhook.close();
  }
}

export interface CallbackAnswer {
  readonly text?: string;
  readonly showAlert: boolean;
  readonly url?: string;
}
