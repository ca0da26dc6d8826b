import type { Api } from "grammy";
import type { BotCommand } from "grammy/types";
import type { Log } from "../log.ts";

/** Sends the command menu to Telegram, if it is not what Telegram shows already. */
export async function publishMenu(api: Api, commands: readonly BotCommand[], log: Log): Promise<void> {
  const wanted = commands.map(({ command, description }) => ({ command, description }));
  const shown = await api.getMyCommands();
  if (JSON.stringify(shown) === JSON.stringify(wanted)) return;
  await api.setMyCommands(wanted);
  log.info("command menu published", { commands: wanted.length });
}
