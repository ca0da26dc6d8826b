import type { BotCommand } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { commandList } from "./arguments/command-scope.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#setmycommands */
export const setMyCommands: BotApiMethod<"setMyCommands"> = (call, { bot }) => {
  const given = call.json("commands", "commands") ?? [];
  if (!Array.isArray(given)) throw badRequest("expected an Array of BotCommand");
  const commands = given.map(command);
  const list = commandList(call, bot);
  if (commands.length > 100) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  if (!commands.every((each) => /^[a-z0-9_]+$/.test(each.command))) throw badRequest("BOT_COMMAND_INVALID");
  if (commands.length === 0) bot.commands.delete(list);
  else bot.commands.set(list, commands);
  return true;
};

function command(given: unknown): BotCommand {
  if (typeof given !== "object" || given === null) throw unparsable("expected an Object");
  const fields = given as Readonly<Record<string, unknown>>;
  const name = text(fields, "command").trim().replace(/^\//, "");
  const description = text(fields, "description").trim();
  if (name === "") throw badRequest("command must be non-empty");
  if (name.length > 32) throw badRequest("command length must not exceed 32");
  if (description === "") throw badRequest("command description must be non-empty");
  if (description.length > 256) throw badRequest("command description length must not exceed 256");
  return { command: name, description, ...(fields.is_ephemeral === true && { is_ephemeral: true }) };
}

function text(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  if (value === undefined) throw unparsable(`Can't find field "${name}"`);
  if (typeof value !== "string" && typeof value !== "number")
    throw unparsable(`Field "${name}" must be of type String`);
  return String(value);
}

const unparsable = (reason: string) => badRequest(`can't parse BotCommand: ${reason}`);
