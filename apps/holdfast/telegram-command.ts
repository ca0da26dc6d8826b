import { Command } from "commander";
import { SetupInvalid } from "#core";

/** `holdfast telegram`: the fake Telegram alone, for bots and tests in any language. */
export function telegramCommand(): Command {
  return new Command("telegram")
    .description("a fake Telegram for bots and tests in any language: the Bot API, and an API to control it")
    .option("--port <number>", "of the Bot API", "8081")
    .option("--control <number>", "the port of the control API; default: the next one")
    .action(async (flags: { readonly port: string; readonly control?: string }) => {
      const port = portNumber(flags.port);
      const control = flags.control === undefined ? port && port + 1 : portNumber(flags.control);
      await serve(port, control);
    });
}

/** Until SIGINT or SIGTERM. */
async function serve(port: number, controlPort: number): Promise<void> {
  const { PortTaken, startControl } = await import("#harness");
  const { promise: told, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  await using control = await startControl({ port: controlPort, telegram: { port } }).catch((error: unknown) => {
    if (!(error instanceof PortTaken)) throw error;
    throw new SetupInvalid(error.message, "Name free ones: holdfast telegram --port 9081 --control 9082.", error);
  });
  console.log(`Bot API on ${control.apiRoot}\nControl API on ${control.url}`);
  await told;
}

/** 0: any free one. */
function portNumber(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number < 65_536)) throw new SetupInvalid(`"${text}" is no port number.`, "Write it like 8081.");
  return number;
}
