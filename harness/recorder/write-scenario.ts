import type { User } from "../people/user.ts";
import type { BotAccount } from "../world/bot-account.ts";
import type { Chat } from "../world/chat.ts";
import { quoted } from "./literal.ts";
import type { Beginning, Entry } from "./recorder.ts";
import { isChannel, References } from "./references.ts";
import { Steps } from "./steps.ts";
import { Values } from "./values.ts";

/** Where the files of a scenario lie that has no place of its own yet. */
export const usualFilesFolder = "recording.files";

export interface Recording {
  readonly title: string;
  readonly entries: readonly Entry[];
  readonly users: readonly User[];
  /** Ids of those who were in a group when the recording first heard of it. */
  readonly membersOf: (group: Chat) => readonly number[];
  readonly beginning: Beginning;
  readonly bot: BotAccount;
  /** Whether nothing else came, so that the scenario may say so at its end. */
  readonly isComplete: boolean;
  /** Beside the scenario, for its files. Default: `recording.files`. */
  readonly filesFolder?: string;
}

export interface WrittenScenario {
  /** In TypeScript. */
  readonly source: string;
  /** The bytes of files that were sent, by their names in the folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A recording as a scenario file that a person could have written. */
export function writeScenario(recording: Recording): WrittenScenario {
  const { title, entries, users, beginning, bot, filesFolder = usualFilesFolder } = recording;
  const references = new References(entries, users);
  const values = new Values(references, bot, filesFolder);
  const steps = new Steps(recording, references, values).lines();
  const cast = castOf(recording, references, steps.join("\n"));
  const opening = beginning.isRunning ? [] : ["await bot.stop();"];
  const paragraphs = [cast, opening].filter(({ length }) => length > 0).flatMap((lines) => [...lines, ""]);
  const body = [...paragraphs, ...steps].map((line) => (line === "" ? "" : `  ${line}`)).join("\n");
  const warning = beginning.isFresh
    ? ""
    : "// The bot had been written to before this was recorded: what it says to a new user may be something else.\n";
  const source = `${importsFor(body)}
const { scenario, scenarios } = defineScenarios({ startBot: startCommand });

export { scenarios };

${warning}scenario(${quoted(title)}, async (${stageFor(body)}) => {
${body}
});
`;
  return { source, files: values.files };
}

/** The people and groups that no stage has of itself. Only those who take part. */
function castOf({ users, membersOf }: Recording, references: References, steps: string): string[] {
  const groups = references.groupChats.map((chat) => {
    const name = references.chat(chat);
    if (isChannel(chat)) return `const ${name} = telegram.channel({ title: ${quoted(chat.json.title)} });`;
    const members = users.filter(({ id }) => membersOf(chat).includes(id)).map(({ id }) => references.person(id));
    const type = chat.json.type === "group" ? `, type: "group"` : "";
    const forum = "is_forum" in chat.json && chat.json.is_forum ? ", forum: true" : "";
    return `const ${name} = group({ title: ${quoted(chat.json.title)}, members: [${members.join(", ")}]${type}${forum} });`;
  });
  const used = `${groups.join("\n")}\n${steps}`;
  const people = references.strangers
    .map(({ id, json }) => ({ name: references.person(id), json }))
    .filter(({ name }) => uses(used, name))
    .map(({ name, json }) => {
      const looks = [
        `firstName: ${quoted(json.first_name)}`,
        ...(json.last_name ? [`lastName: ${quoted(json.last_name)}`] : []),
        ...(json.username ? [`username: ${quoted(json.username)}`] : []),
        ...(json.language_code && json.language_code !== "en" ? [`languageCode: ${quoted(json.language_code)}`] : []),
      ];
      return `const ${name} = user({ ${looks.join(", ")} });`;
    });
  return [...people, ...groups];
}

function importsFor(body: string): string {
  return [
    ...(/\bassert\./.test(body) ? [`import assert from "node:assert/strict";`] : []),
    ...(/\bawait readFile\(/.test(body) ? [`import { readFile } from "node:fs/promises";`] : []),
    `import { defineScenarios, ${/\bexpect\(/.test(body) ? "expect, " : ""}startCommand } from "holdfast/harness";`,
    "",
  ].join("\n");
}

const stageFor = (body: string) => {
  const used = ["alice", "bob", "bot", "telegram", "user", "group"].filter((name) => uses(body, name));
  return used.length > 0 ? `{ ${used.join(", ")} }` : "";
};

/** Whether a name is used in the code, strings and templates aside. */
function uses(code: string, name: string): boolean {
  const bare = code.replace(/"(?:\\.|[^"\\])*"|(?<=toSee\()\/(?:\\.|[^/\\])*\/|\/\/ .*/g, '""');
  return new RegExp(`(?<![\\w.])${name}(?![\\w]*:|\\w)`).test(bare);
}
