import { createHash } from "node:crypto";
import { Group } from "../people/group.ts";
import { User } from "../people/user.ts";
import type { BotAccount } from "../world/bot-account.ts";
import { Chat } from "../world/chat.ts";
import { quoted } from "./literal.ts";
import { isMessage, isUsualPlace, type References } from "./references.ts";

/** A step that cannot be written down; why is its message. */
export class Unwritable extends Error {}

/** Writes the arguments of a step; keeps the bytes of files aside. */
export class Values {
  /** By their names in the folder. */
  readonly files = new Map<string, Uint8Array>();
  private readonly namesOfFiles = new Map<string, string>();

  constructor(
    private readonly references: References,
    private readonly bot: BotAccount,
    private readonly filesFolder: string,
  ) {}

  /**
   * Arguments as source, those at the end left out that say nothing.
   * @param areMembers the bot stands for itself there, not for the chat with it.
   */
  all(given: readonly unknown[], areMembers = false): string[] {
    const written = given.map((value) => (areMembers && value === this.bot ? "bot.account" : this.one(value)));
    while (written.length > 0 && (written.at(-1) === undefined || written.at(-1) === "{}")) written.pop();
    return written.map((value) => value ?? "undefined");
  }

  /** @returns undefined for what says nothing. */
  private one(value: unknown): string | undefined {
    if (value === undefined || isUsualPlace(value, this.bot)) return undefined;
    if (typeof value === "string") return quoted(value);
    if (typeof value === "number") return numeral(value);
    if (value === null || typeof value === "boolean" || value instanceof RegExp) return String(value);
    if (value instanceof Uint8Array) return this.file(value);
    if (value instanceof User) return this.references.person(value.id);
    if (value instanceof Group) return this.references.chat(value.chat);
    if (value instanceof Chat) return this.references.chat(value);
    if (isMessage(value)) return this.message(value);
    if (Array.isArray(value)) return `[${value.map((each) => this.one(each) ?? "undefined").join(", ")}]`;
    if (typeof value === "object") return this.object(value);
    throw new Unwritable(`it was given a ${typeof value}`);
  }

  private message(value: Parameters<References["message"]>[0]): string {
    const name = this.references.message(value);
    if (name === undefined || !this.known.has(name)) throw new Unwritable("its message is from before the recording");
    return name;
  }

  /** The names of messages that stand in a line above. */
  readonly known = new Set<string>();

  private object(value: object): string {
    const fields = Object.entries(value).flatMap(([key, each]) => {
      const written = this.one(each);
      if (written === undefined) return [];
      return written === key ? [key] : [`${/^[a-z_]\w*$/i.test(key) ? key : quoted(key)}: ${written}`];
    });
    return fields.length > 0 ? `{ ${fields.join(", ")} }` : "{}";
  }

  private file(bytes: Uint8Array): string {
    const hash = createHash("sha256").update(bytes).digest("hex");
    const name = this.namesOfFiles.get(hash) ?? `${this.files.size + 1}${endingOf(bytes)}`;
    this.namesOfFiles.set(hash, name);
    this.files.set(name, bytes);
    return `await readFile(new URL(${quoted(`./${this.filesFolder}/${name}`)}, import.meta.url))`;
  }
}

/** As people write numbers in a program. */
export const numeral = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 1_000
    ? value.toLocaleString("en-US").replaceAll(",", "_")
    : String(value);

/** For whoever looks into the folder: what the first bytes say of the file. */
function endingOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 4)).toString("latin1");
  if (start === "\x89PNG") return ".png";
  if (start === "\xff\xd8\xff\xe0" || start === "\xff\xd8\xff\xe1") return ".jpg";
  if (start === "OggS") return ".ogg";
  if (start === "%PDF") return ".pdf";
  return ".bin";
}
