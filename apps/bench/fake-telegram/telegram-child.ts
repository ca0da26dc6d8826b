import "../contenders/usage-report.ts";
import { startTelegram } from "#harness";
import { chatOf, type Subject, tokenOf } from "./subjects.ts";

/** What a server tells when it can be measured. */
export interface Ready {
  readonly apiRoot: string;
  /** From the call of `startTelegram` to the answer to a bot's first call, in ms; NaN where there is none. */
  readonly readyMs: number;
  /** The CPU time of that: the same on a machine that does other things, too. */
  readonly readyCpuMs: number;
}

const { bots, chats, messages, keepMessages } = JSON.parse(process.argv[2] ?? "") as Subject;
const begun = performance.now();
const cpuBefore = process.cpuUsage();
const telegram = await startTelegram(keepMessages === undefined ? {} : { keep: { messages: keepMessages } });
const accounts = Array.from({ length: bots }, (_, bot) =>
  telegram.bot({ username: `bench_${bot}_bot`, token: tokenOf(bot) }),
);
await (await fetch(`${telegram.apiRoot}/bot${tokenOf(0)}/getMe`)).json();
const readyMs = performance.now() - begun;
const { user, system } = process.cpuUsage(cpuBefore);

for (let chat = 0; chat < chats; chat += 1) {
  const account = accounts[chat % bots];
  if (!account) throw new Error("There is no such bot.");
  const user = telegram.user({ firstName: `User ${chat}`, id: chatOf(chat) });
  for (let message = 0; message < messages; message += 1) await user.send(`message ${message}`, { in: account });
  account.updates.clear();
}
process.send?.({ apiRoot: telegram.apiRoot, readyMs, readyCpuMs: (user + system) / 1_000 } satisfies Ready);
