import { checkParameters } from "../api/check-parameters.ts";
import type { Fields, MethodDescription, TypeDescription } from "../api/description.ts";
import { example, exampleFields, type Known } from "../api/example.ts";
import { isJson, resolved } from "../api/fault.ts";
import type { Arguments } from "../server/arguments.ts";
import { sendContent } from "./arguments/send-content.ts";
import type { Caller } from "./method.ts";

/**
 * A method that the harness does not imitate: its parameters are checked, and its result has the right shape. What sends
 * a message does send one, so that people see that something came; else nothing changes.
 */
export function validated(method: MethodDescription, call: Arguments, caller: Caller): unknown {
  checkParameters(method, call);
  const said = saidIn(method, call);
  if (sendsMessage(method.result)) return send(method, call, caller, said);
  const type = resolved(method.result);
  if (typeof type === "object" && "object" in type) return exampleFields(type.object, knownTo(call, caller), said);
  return example(method.result, knownTo(call, caller));
}

function send(method: MethodDescription, call: Arguments, caller: Caller, said: Known): unknown {
  const type = resolved(method.result);
  const fields: Fields = typeof type === "object" && "object" in type ? type.object : {};
  const { message_id, date, chat, ...content } = exampleFields(fields, { user: caller.bot.user });
  const own = Object.fromEntries(Object.entries(said).filter(([name]) => name in content || name === "caption"));
  return sendContent(call, caller, { content: { ...content, ...own } });
}

const sendsMessage = (type: TypeDescription) =>
  typeof type === "object" && "ref" in type && /^Message(\.|$)/.test(type.ref);

/** The parameters that were given, as values. */
function saidIn({ parameters }: MethodDescription, call: Arguments): Known {
  const given = Object.entries(parameters).filter(([name]) => call.text(name) !== "");
  return Object.fromEntries(given.map(([name, { type }]) => [name, argument(call, name, type)]));
}

function argument(call: Arguments, name: string, type: TypeDescription): unknown {
  if (isJson(type)) return call.json(name, name);
  if (type === "number") return call.integer(name);
  return type === "boolean" ? call.boolean(name) : call.text(name);
}

function knownTo(call: Arguments, { bot, world }: Caller): Known {
  const chat = bot.findChat(call.text("chat_id"));
  const user = world.user(call.integer("user_id"));
  return {
    from: bot.user,
    creator: bot.user,
    date: world.clock.unix,
    ...(chat && { chat: chat.json }),
    ...(user && { user }),
  };
}
