import { SetupInvalid } from "#core";

/** One name in the spellings that code, commands and packages ask for. */
export interface Name {
  /** `word-count`: plugin, folder, file. */
  readonly kebab: string;
  /** `WordCount`: the beginning of a class. */
  readonly pascal: string;
  /** `word_count`: Telegram takes no hyphen in a command. */
  readonly command: string;
}

/** @throws {SetupInvalid} if it is not kebab-case, too long for a command, or means something else already. */
export function nameOf(text: string): Name {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text)) {
    throw new SetupInvalid(`"${text}" is no name for this.`, "Write it in kebab-case, such as weather or word-count.");
  }
  if (text.length > LONGEST_COMMAND) {
    throw new SetupInvalid(`"${text}" is too long.`, `Telegram takes commands of up to ${LONGEST_COMMAND} characters.`);
  }
  if (RESERVED.has(text)) throw new SetupInvalid(`"${text}" is a reserved word.`, "Choose another name.");
  const words = text.split("-");
  return {
    kebab: text,
    pascal: words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(""),
    command: words.join("_"),
  };
}

const LONGEST_COMMAND = 32;

/** What stands for something else in a folder of plugins or packages, in JavaScript, or here. */
const RESERVED = new Set(
  `index template test dist src node npm holdfast core plugin plugins stores harness apps bot
   break case catch class const continue debugger default delete do else enum export extends false finally for function if
   implements import in instanceof interface let new null package private protected public return static super switch this
   throw true try typeof var void while with yield await async constructor prototype undefined`.split(/\s+/),
);
