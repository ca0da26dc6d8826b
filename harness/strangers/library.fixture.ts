import { join } from "node:path";

/** How a library names its errors, sends its calls and takes an end: all that differs between strangers. */
export interface Library {
  readonly name: string;
  readonly command: readonly [program: string, ...args: readonly string[]];
  /** What it throws for a refusal, and for a connection that breaks. */
  readonly errors: { readonly refusal: string; readonly broken: string };
  /** What it says of a refusal beside code, description and retry_after. */
  readonly also?: object;
  /** How it says 502: some do not read the body of an answer with such a status. */
  readonly badGateway?: string;
  /** How it writes a call without a file. */
  readonly encoding: "json" | "urlencoded";
  /** Whether another copy that polls ends its process, or it polls on. */
  readonly onConflict: "ends" | "polls on";
  /** Calls that it puts into its answer to a webhook, on our job. */
  readonly inReply: readonly string[];
}

const bots = join(import.meta.dirname, "bots");
const node = (file: string): Library["command"] => [process.execPath, join(bots, file)];

/** Every library with a bot that does the job of `bots/`. A new one is a file there, and its entry here. */
export const libraries: readonly Library[] = [
  {
    name: "grammY",
    command: node("grammy.mjs"),
    errors: { refusal: "GrammyError", broken: "HttpError" },
    also: { method: "sendMessage" },
    encoding: "json",
    onConflict: "ends",
    inReply: ["sendChatAction"],
  },
  {
    name: "Telegraf",
    command: node("telegraf.mjs"),
    errors: { refusal: "TelegramError", broken: "FetchError" },
    also: { method: "sendMessage" },
    encoding: "json",
    onConflict: "ends",
    inReply: ["answerCallbackQuery", "answerInlineQuery", "sendChatAction"],
  },
  {
    name: "GramIO",
    command: node("gramio.mjs"),
    errors: { refusal: "TelegramError", broken: "TypeError" },
    also: { method: "sendMessage" },
    encoding: "json",
    onConflict: "polls on",
    inReply: [],
  },
  {
    name: "Python's standard library",
    command: ["python3", join(bots, "python.py")],
    errors: { refusal: "HTTPError", broken: "RemoteDisconnected" },
    encoding: "urlencoded",
    onConflict: "ends",
    inReply: [],
  },
];
