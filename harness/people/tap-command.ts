import type { Message } from "@grammyjs/types";
import type { BotAccount } from "../world/bot-account.ts";
import { commandsInForce } from "../world/commands-in-force.ts";
import { GroupChat } from "../world/group-chat.ts";
import { until } from "../world/until.ts";
import { whenQuiet } from "./quiet.ts";
import type { SendOptions, User } from "./user.ts";

const patienceMs = 5_000;

/** See `User.tapCommand`. */
export async function tapCommand(user: User, name: string, bot: BotAccount, options: SendOptions): Promise<Message> {
  const command = name.replace(/^\//, "");
  const chat = user.chat(options.in ?? bot);
  const offered = () => commandsInForce(bot, user.json, chat).map((one) => one.command);
  const { ended } = await until({
    look: () => offered().includes(command) || undefined,
    beats: [bot.activity.answered],
    giveUp: (over) => whenQuiet([bot], over),
    timeoutMs: patienceMs,
  });
  if (ended !== undefined) {
    const list = offered().map((one) => `/${one}`);
    const menu = list.length > 0 ? `offers ${list.join(", ")}` : "is empty";
    throw new Error(`${user.firstName} finds no /${command} in the menu of ${bot.me.username}, which ${menu}.`);
  }
  // Apps say in groups whom they mean.
  const address = chat instanceof GroupChat ? `@${bot.me.username}` : "";
  return user.send(`/${command}${address}`, { ...options, in: options.in ?? bot });
}
