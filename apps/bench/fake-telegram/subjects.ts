/** A server whose sendMessage is measured. */
export interface Subject {
  readonly name: string;
  /** In this folder, without its ending. */
  readonly program: "telegram-child" | "echo-child";
  readonly bots: number;
  readonly chats: number;
  /** In each chat, before anything is measured. */
  readonly messages: number;
  /** Of each chat. Default: all. */
  readonly keepMessages?: number;
}

/** The one that is promised something. */
export const PROMISED: Subject = {
  name: "1,000 chats of 1,000 messages",
  program: "telegram-child",
  bots: 1,
  chats: 1_000,
  messages: 1_000,
};

/** The first is what the others are compared with: what any Node server costs that reads and writes such JSON. */
export const SUBJECTS: readonly [Subject, ...Subject[]] = [
  { name: "Node's own server, echoing", program: "echo-child", bots: 1, chats: 1_000, messages: 0 },
  { ...PROMISED, name: "1,000 chats of one message", messages: 1 },
  PROMISED,
  { ...PROMISED, name: "... of which it keeps 100", keepMessages: 100 },
  { ...PROMISED, name: "200 bots, 1,000 chats of 100", bots: 200, messages: 100 },
];

export const tokenOf = (bot: number): string => `${FIRST_BOT + bot}:bench`;
export const chatOf = (chat: number): number => FIRST_CHAT + chat;

const FIRST_BOT = 7_000_001;
const FIRST_CHAT = 100_000_001;
