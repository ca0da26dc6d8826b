import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import {
  type Access,
  everyone,
  onlyUsers,
  SetupInvalid,
  type TurnLimits,
  type WaitingLimits,
  type WorkspaceOptions,
} from "#core";
import type { AcpOptions, ClaudeOptions, OpenAiTranscriberOptions } from "#plugins";
import { backendFromAddress } from "#stores";
import { type AgentChoice, agentChoice } from "./agent-choice.ts";
import { type PluginChoice, pluginChoice } from "./plugins/plugin-choice.ts";
import { OPENAI_URL, type TranscriberChoice, transcriberChoice } from "./transcriber-choice.ts";

/** What the environment says, parsed once at the start. */
export interface Config {
  /** undefined: no Telegram, so the playground. */
  readonly token: string | undefined;
  readonly access: Access;
  readonly allowAllUsers: boolean;
  readonly apiRoot: string;
  readonly webhook: { readonly url: string; readonly secret?: string } | undefined;
  readonly port: number | undefined;
  readonly store: string;
  readonly durability: "process" | "power";
  /** Where backups are kept; undefined: beside the store. */
  readonly backups: string | undefined;
  readonly plugins: PluginChoice;
  /** The variables in which plugins find their settings, `HOLDFAST_<PLUGIN>_<SETTING>`. */
  readonly pluginVariables: Readonly<Record<string, string>>;
  readonly agent: AgentChoice;
  readonly echoDelayMs: number;
  readonly claude: ClaudeOptions;
  readonly acp: Omit<AcpOptions, "command">;
  readonly workspaces: WorkspaceOptions;
  readonly transcriber: TranscriberChoice;
  /** What a program that transcribes gets of the environment: all but the bot's own secrets. */
  readonly transcriberEnvironment: NodeJS.ProcessEnv;
  readonly openai: OpenAiTranscriberOptions;
  readonly limits: Partial<WaitingLimits>;
  readonly approvalTimeoutMs: number;
  readonly turnLimits: TurnLimits;
  readonly logLevel: LogLevel;
}

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Adds what a `.env` file in the working directory says; the environment itself wins. @throws {SetupInvalid} */
export function loadEnvFile(): void {
  if (!existsSync(".env")) return;
  try {
    // Some editors put a byte order mark first, which would become part of the first name.
    const variables = parseEnv(readFileSync(".env", "utf8").replace(/^\uFEFF/, ""));
    for (const [name, value] of Object.entries(variables)) process.env[name] ??= value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupInvalid(
      `The file .env can't be read: ${reason}.`,
      "Make it readable for this user, or remove it.",
      error,
    );
  }
}

/** @throws {SetupInvalid} one message that names every variable that is missing or wrong. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // A variable set to nothing is a variable not set: that is how compose files and .env templates leave them.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = schema.safeParse(given);
  const wrong = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  if (given.WEBHOOK_URL && !given.TELEGRAM_TOKEN) wrong.push("TELEGRAM_TOKEN is missing, and WEBHOOK_URL needs it");
  if (given.TRANSCRIBER === "openai" && !given.TRANSCRIBER_URL && !given.TRANSCRIBER_KEY)
    wrong.push(
      "TRANSCRIBER_KEY is missing, and TRANSCRIBER=openai needs it, unless TRANSCRIBER_URL names a service of your own",
    );
  if (!parsed.success || wrong.length > 0) {
    throw new SetupInvalid(
      `The configuration is wrong: ${wrong.join("; ")}.`,
      "Correct it in the environment or in .env.",
    );
  }
  const { data } = parsed;
  const hidden = [...filesOfStore(data.SESSION_STORE), data.WORKSPACE];
  return {
    token: data.TELEGRAM_TOKEN,
    access: data.ALLOWED_USER_IDS ? onlyUsers(data.ALLOWED_USER_IDS) : everyone,
    allowAllUsers: data.ALLOW_ALL_USERS,
    apiRoot: data.TELEGRAM_API_ROOT,
    webhook: data.WEBHOOK_URL ? { url: data.WEBHOOK_URL, secret: data.WEBHOOK_SECRET } : undefined,
    port: data.PORT,
    store: data.SESSION_STORE,
    durability: data.DURABILITY,
    backups: data.BACKUPS,
    plugins: data.PLUGINS,
    pluginVariables: Object.fromEntries(
      Object.entries(given).flatMap(([name, text]) => (text && name.startsWith(FOR_PLUGINS) ? [[name, text]] : [])),
    ),
    agent: data.AGENT,
    echoDelayMs: data.ECHO_DELAY,
    claude: {
      directory: resolve(data.CLAUDE_CONFIG_DIR ?? besideStore(data.SESSION_STORE, "claude")),
      environment: given,
      passed: data.CLAUDE_ENVIRONMENT,
      executable: data.CLAUDE_EXECUTABLE,
      sandboxed: data.CLAUDE_SANDBOX,
      hidden,
      permissionMode: data.CLAUDE_PERMISSION_MODE,
      maxSteps: data.CLAUDE_MAX_STEPS,
    },
    acp: {
      directory: resolve(data.ACP_HOME ?? besideStore(data.SESSION_STORE, "acp")),
      environment: given,
      passed: data.ACP_ENVIRONMENT,
      sandboxed: data.ACP_SANDBOX,
      hidden,
      mode: data.ACP_MODE,
      authMethod: data.ACP_AUTH_METHOD,
    },
    workspaces: { root: data.WORKSPACE, perUser: data.AGENT.kind !== "echo", shared: data.WORKSPACES },
    transcriber: data.TRANSCRIBER,
    transcriberEnvironment: Object.fromEntries(Object.entries(env).filter(([name]) => !OWN_SECRETS.has(name))),
    openai: {
      baseUrl: data.TRANSCRIBER_URL,
      model: data.TRANSCRIBER_MODEL,
      language: data.TRANSCRIBER_LANGUAGE,
      key: data.TRANSCRIBER_KEY,
    },
    limits: { perUser: data.WAITING_PER_USER, inAll: data.WAITING_IN_ALL },
    approvalTimeoutMs: data.APPROVAL_MINUTES * 60_000,
    turnLimits: {
      atOnce: data.TURNS_AT_ONCE,
      waitingPerUser: data.TURNS_WAITING_PER_USER,
      waitingInAll: data.TURNS_WAITING_IN_ALL,
      minutes: data.TURN_MINUTES,
      usdPerUserAndDay: data.USD_PER_USER_AND_DAY,
      usdPerDay: data.USD_PER_DAY,
    },
    logLevel: data.LOG_LEVEL,
  };
}

/** Where what belongs to a bot is kept besides its sessions. */
const besideStore = (store: string, name: string) =>
  join(store.startsWith("sqlite:") ? dirname(store.slice("sqlite:".length)) : "sessions", name);

/** The directory that holds it, and, where that one can't be hidden, the files in it. */
function filesOfStore(store: string): string[] {
  if (!store.startsWith("sqlite:")) return [];
  const file = resolve(store.slice("sqlite:".length));
  return [dirname(file), file, `${file}-wal`];
}

/** How the variables begin that belong to plugins. */
export const FOR_PLUGINS = "HOLDFAST_";

const userIds = z.string().transform((text, context) => {
  const parts = text.split(",").map((part) => part.trim());
  const bad = parts.filter((part) => !/^[1-9]\d{0,15}$/.test(part) && part !== "");
  if (bad.length > 0) {
    const shown = bad.map((part) => `"${part}"`).join(", ");
    context.addIssue(`has ${shown}, which is no Telegram user id (digits, separated by commas)`);
  }
  return parts.filter((part) => part !== "").map(Number);
});

const howMany = z
  .string()
  .regex(/^[1-9]\d{0,6}$/, "is not a number from 1 to 9999999")
  .transform(Number);

const names = z.string().transform((text, context) => {
  const all = text.split(",").flatMap((part) => part.trim() || []);
  const bad = all.filter((name) => !/^[A-Za-z_]\w*$/.test(name) || OWN_SECRETS.has(name));
  if (bad.length > 0) context.addIssue(`has ${bad.join(", ")}, which an agent can't get`);
  return all;
});

const OWN_SECRETS = new Set(["TELEGRAM_TOKEN", "WEBHOOK_SECRET", "SESSION_STORE", "TRANSCRIBER_KEY"]);

/** `site=/srv/site,docs=/srv/docs` */
const namedDirectories = z.string().transform((text, context) => {
  const pairs = text.split(",").map((pair) => /^\s*([\p{L}\p{N}_-]{1,40})\s*=\s*(\/.*?)\s*$/u.exec(pair));
  if (pairs.includes(null)) context.addIssue("is not a list such as site=/srv/site,docs=/srv/docs");
  return Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1], pair[2]]] : [])));
});

const usDollars = z
  .string()
  .regex(/^(?!0+(?:\.0+)?$)\d{1,6}(?:\.\d{1,4})?$/, "is not an amount in US dollars, such as 5 or 2.50")
  .transform(Number);

const yesOrNo = z.stringbool({ truthy: ["true"], falsy: ["false"], error: "is neither true nor false" });

const httpUrl = z.url({ protocol: /^https?$/, error: "is not an http(s) address" });

const schema = z.object({
  TELEGRAM_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, "does not look like a token of @BotFather (digits, a colon, letters)")
    .optional(),
  ALLOWED_USER_IDS: userIds.optional(),
  ALLOW_ALL_USERS: yesOrNo.default(false),
  TELEGRAM_API_ROOT: httpUrl.transform((url) => url.replace(/\/+$/, "")).default("https://api.telegram.org"),
  WEBHOOK_URL: httpUrl.optional(),
  WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{1,256}$/, "must be 1 to 256 of A-Z a-z 0-9 _ -")
    .optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "is not a port number")
    .transform(Number)
    .refine((port) => port < 65_536, "is not a port number")
    .optional(),
  SESSION_STORE: z
    .string()
    .superRefine((address, context) => {
      try {
        backendFromAddress(address);
      } catch (error) {
        if (!(error instanceof SetupInvalid)) throw error;
        context.addIssue(`is wrong: ${error.message} ${error.hint}`.replace(/\.$/, ""));
      }
    })
    .default("sqlite:sessions/bot_data.sqlite"),
  DURABILITY: z.enum(["process", "power"], { error: 'is neither "process" nor "power"' }).default("process"),
  BACKUPS: z.string().optional(),
  PLUGINS: z.string().default("").transform(pluginChoice),
  AGENT: z.string().default("echo").transform(agentChoice),
  ACP_HOME: z.string().optional(),
  ACP_ENVIRONMENT: names.default([]),
  ACP_SANDBOX: yesOrNo.optional(),
  ACP_MODE: z.string().optional(),
  ACP_AUTH_METHOD: z.string().optional(),
  // It is started where its user works, and means a file here.
  CLAUDE_EXECUTABLE: z
    .string()
    .transform((path) => resolve(path))
    .optional(),
  CLAUDE_CONFIG_DIR: z.string().optional(),
  CLAUDE_ENVIRONMENT: names.default([]),
  CLAUDE_PERMISSION_MODE: z
    .enum(["default", "acceptEdits", "bypassPermissions"], {
      error: "is none of default, acceptEdits, bypassPermissions",
    })
    .default("default"),
  CLAUDE_SANDBOX: yesOrNo.optional(),
  CLAUDE_MAX_STEPS: howMany.optional(),
  TRANSCRIBER: z.string().default("none").transform(transcriberChoice),
  TRANSCRIBER_URL: httpUrl.transform((url) => url.replace(/\/+$/, "")).default(OPENAI_URL),
  TRANSCRIBER_MODEL: z.string().default("whisper-1"),
  TRANSCRIBER_LANGUAGE: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'is no language such as "en"')
    .optional(),
  TRANSCRIBER_KEY: z.string().optional(),
  WORKSPACE: z.string().startsWith("/", "is not an absolute path").default("/workspace"),
  WORKSPACES: namedDirectories.default({}),
  WAITING_PER_USER: howMany.default(1_000),
  WAITING_IN_ALL: howMany.default(20_000),
  APPROVAL_MINUTES: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, "is not a number of minutes from 1 to 9999")
    .transform(Number)
    .default(30),
  TURNS_AT_ONCE: howMany.default(20),
  TURNS_WAITING_PER_USER: howMany.refine((count) => count <= 200, "is more than 200").default(200),
  TURNS_WAITING_IN_ALL: howMany.default(10_000),
  TURN_MINUTES: howMany.refine((count) => count <= 10_080, "is more than a week").default(120),
  USD_PER_USER_AND_DAY: usDollars.optional(),
  USD_PER_DAY: usDollars.optional(),
  ECHO_DELAY: z.string().regex(/^\d+$/, "is not a number of milliseconds").transform(Number).default(0),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `is none of ${LOG_LEVELS.join(", ")}` }).default("info"),
});
