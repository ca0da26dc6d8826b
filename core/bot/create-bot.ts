import { createHash } from "node:crypto";
import { Api, Bot, type Context } from "grammy";
import { type DependencyContainer, container as emptyGlobal } from "tsyringe";
import { Access, everyone } from "../access/access.ts";
import { AuditLog } from "../audit/audit-log.ts";
import { Backend } from "../backend.ts";
import { Clock, systemClock } from "../clock.ts";
import { KeyedPluginData } from "../data/keyed-plugin-data.ts";
import { PluginData } from "../data/plugin-data.ts";
import { SetupInvalid } from "../errors.ts";
import { Log, silentLog } from "../log.ts";
import { Menu } from "../menu-token.ts";
import { storeOutage } from "../outage.ts";
import type { MenuCommand, Plugin, PluginClass } from "../plugin.ts";
import { KeyedSessionStore } from "../session/keyed-session-store.ts";
import { SessionStore } from "../session/session-store.ts";
import type { Slice } from "../session/slice.ts";
import { scopeOf } from "../session/update-scope.ts";
import { telegramClient, telegramOutage } from "../telegram/client.ts";
import { TelegramFiles, telegramFiles } from "../telegram/telegram-files.ts";
import { Agent } from "../turns/agent.ts";
import { installApprovals } from "../turns/approvals/press.ts";
import { installLineButtons } from "../turns/line-buttons.ts";
import { LineNotices } from "../turns/line-notices.ts";
import type { PromptSource } from "../turns/prompt-source.ts";
import { installReceipts } from "../turns/receipt.ts";
import { TurnDesk } from "../turns/turn-desk.ts";
import { type TurnLimits, usualLimits } from "../turns/turn-limits.ts";
import { TurnRunner } from "../turns/turn-runner.ts";
import { TurnedAway } from "../turns/turned-away.ts";
import { Turns } from "../turns/turns.ts";
import { type WorkspaceOptions, Workspaces } from "../workspaces/workspaces.ts";
import { BotStatus } from "./bot-status.ts";
import { HoldfastBot } from "./holdfast-bot.ts";
import { SESSION_DAMAGED, TOO_MANY_TURNS } from "./notices.ts";
import { commandsOf, installPlugins } from "./plugin-host.ts";
import { type Origins, resolvePlugins } from "./resolve-plugins.ts";

export interface BotOptions {
  /** As @BotFather gave it. */
  readonly token: string;
  /** Any Bot API server. Default: the public one. */
  readonly apiRoot?: string;
  /** Where sessions live, such as `sqliteBackend({ file: "sessions/bot_data.sqlite" })`. */
  readonly backend: Backend;
  readonly plugins: readonly PluginClass[];
  /** Where plugins come from, such as "./weather.ts", for the errors that name them. Default: not said. */
  readonly origins?: Origins;
  /** By plugin name; each plugin checks its own. A function is asked when the plugins are made. */
  readonly settings?: PluginSettings | ((plugins: readonly Plugin[]) => PluginSettings);
  /** Registers what the plugins need beside core's own tokens, such as an `Agent`. */
  readonly provide?: (container: DependencyContainer) => void;
  /** Default: everyone. */
  readonly access?: Access;
  /** Says that an agent which can run code is meant to be open to everyone. Default: false. */
  readonly allowAllUsers?: boolean;
  /** Default: none. */
  readonly log?: Log;
  readonly clock?: Clock;
  /** Where users' agents work. Default: all in `/workspace`. */
  readonly workspaces?: WorkspaceOptions;
  /** Serves `/healthz` there, and the webhook if there is one. */
  readonly port?: number;
  /** Default: polling. */
  readonly webhook?: WebhookOptions;
  /** How long a request for permission waits for its user, in ms; then it is denied. Default: 30 minutes. */
  readonly approvalTimeoutMs?: number;
  /** How many updates may wait to be handled. */
  readonly limits?: Partial<WaitingLimits>;
  /** How much of the agent there is. */
  readonly turnLimits?: Partial<TurnLimits>;
}

export interface WaitingLimits {
  /**
   * Of one user. What comes beyond is not taken, and the user is told so, until half of them are done. Default: 1,000.
   */
  readonly perUser: number;
  /** Of all. What comes beyond stays with Telegram until there is room. Default: 20,000. */
  readonly inAll: number;
}

export type PluginSettings = Readonly<Record<string, unknown>>;

export interface WebhookOptions {
  /** Where Telegram reaches the bot; its path is the one served. */
  readonly url: string;
  /** 1 to 256 of `A-Z a-z 0-9 _ -`. Default: computed from the token. */
  readonly secret?: string;
}

/**
 * Puts a bot together and checks it: plugins, their names, commands, needs and settings. Contacts nobody yet.
 *
 * @throws {SetupInvalid} naming both sides of what does not fit.
 */
export function createBot(options: BotOptions): HoldfastBot {
  return assemble(options).finish();
}

/**
 * The plugins that a bot of these options has, made and checked against each other, for whoever wants to look at them.
 * Their settings are not checked, and no handler is installed.
 *
 * @throws {SetupInvalid} naming both sides of what does not fit.
 */
export function pluginsOf(options: BotOptions): readonly Plugin[] {
  return assemble(options).plugins;
}

function assemble(options: BotOptions): { readonly plugins: readonly Plugin[]; finish(): HoldfastBot } {
  const { backend, token, log = silentLog, clock = systemClock, access = everyone } = options;
  const { apiRoot = PUBLIC_API } = options;
  const halt = new AbortController();
  const outages = { store: storeOutage(log), telegram: telegramOutage(log) };
  const client = telegramClient({
    token,
    apiRoot,
    outage: outages.telegram,
    log,
    signal: halt.signal,
  });
  const bot = new Bot<Context>(token, { client: client.options });
  bot.api.config.use(client.shortCut);
  const courtesy = new Api(token, client.options);
  courtesy.config.use(client.once);

  const slices: Slice<unknown>[] = [];
  const menu: MenuCommand[] = [];
  const tellDamaged = async (userId: number) => {
    const asked = scopeOf(userId);
    // In the chat and topic that asked; work outside of an update has only the private chat, whose id is the user's.
    const told: Promise<unknown> = asked ? asked.tell(SESSION_DAMAGED) : bot.api.sendMessage(userId, SESSION_DAMAGED);
    await told.catch((error: unknown) => log.warn("notice not delivered", { userId, error }));
  };
  const workspaces = new Workspaces(options.workspaces);
  const sessions = new KeyedSessionStore({ backend, log, slices, tellDamaged, workspaces });

  // One container per bot; the global one stays empty.
  const container = emptyGlobal.createChildContainer();
  const agent = () => (container.isRegistered(Agent) ? container.resolve<Agent>(Agent) : undefined);
  const sources = new Map<string, PromptSource>();
  const audit = new AuditLog(backend);
  const files = telegramFiles(bot.api, apiRoot);
  const turnLimits = { ...usualLimits, ...options.turnLimits };
  const notices = new LineNotices({ courtesy, sources, log });
  const runner = new TurnRunner({
    sources,
    notices,
    audit,
    files,
    approvalTimeoutMs: options.approvalTimeoutMs ?? 30 * 60_000,
    backend,
    sessions,
    api: bot.api,
    courtesy,
    access,
    log,
    clock,
    storeOutage: outages.store,
    signal: halt.signal,
    agent,
    workspaces,
    limits: turnLimits,
    mark: markOf(token, options.apiRoot ?? PUBLIC_API, backend.place),
  });
  container.registerInstance(Backend, backend);
  container.registerInstance(Log, log);
  container.registerInstance(Clock, clock);
  container.registerInstance<Access>(Access, access);
  // Under the class itself, which core passes on: a plugin from outside may have another copy of grammY.
  container.registerInstance(Api, bot.api);
  container.registerInstance(Workspaces, workspaces);
  container.registerInstance<TelegramFiles>(TelegramFiles, files);
  container.registerInstance<Menu>(Menu, menu);
  container.registerInstance<SessionStore>(SessionStore, sessions);
  container.registerInstance<PluginData>(PluginData, new KeyedPluginData(backend, log));
  const account = {
    storeOutage: outages.store,
    backend,
    api: bot.api,
    log,
    clock,
    signal: halt.signal,
    words: TOO_MANY_TURNS,
  };
  const turnedAway = new TurnedAway(sessions, turnLimits, account);
  const desk = new TurnDesk(backend, sessions, runner, sources, clock, turnLimits, turnedAway);
  container.registerInstance<Turns>(Turns, desk);
  container.registerInstance<BotStatus>(BotStatus, () => holdfast.status);
  options.provide?.(container);

  const plugins = resolvePlugins(options.plugins, container, options.origins);
  slices.push(...plugins.flatMap(({ slice }) => slice ?? []));
  const commands = commandsOf(plugins);
  menu.push(...commands.filter(({ hidden }) => !hidden));
  let holdfast: HoldfastBot;
  return { plugins, finish };

  function finish(): HoldfastBot {
    const { settings = {} } = options;
    installReceipts(bot, sessions);
    installLineButtons(bot, sessions, notices);
    installApprovals(bot, sessions, audit, clock);
    installPlugins(bot, plugins, typeof settings === "function" ? settings(plugins) : settings);
    if (access.open && agent()?.runsCode && !options.allowAllUsers) {
      throw new SetupInvalid(
        `The agent "${agent()?.name}" can run code, and everyone is allowed to use this bot.`,
        "Set ALLOWED_USER_IDS, or ALLOW_ALL_USERS=true if it is meant.",
      );
    }
    const disconnect = () => client.close();
    const limits = { perUser: 1_000, inAll: 20_000, ...options.limits };
    const core = { limits, log, clock, access, outages, halt, disconnect };
    const parts = { ...core, bot, sessions, runner, turnedAway, plugins, commands, menu };
    holdfast = new HoldfastBot({ ...options, ...parts });
    return holdfast;
  }
}

/** The same in every process of this bot, and in no other's. */
const markOf = (...identity: readonly string[]) =>
  createHash("sha256").update(identity.join("\n")).digest("hex").slice(0, 12);

const PUBLIC_API = "https://api.telegram.org";
