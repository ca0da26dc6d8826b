import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { type Backend, CodedError, compareStores, copyStore, type Differences, SetupInvalid, silentLog } from "#core";
import { backendFromAddress, replaceStore } from "#stores";
import { withProgress } from "../progress.ts";
import { withBackend } from "../with-backend.ts";
import { sessionsInWords } from "./in-words.ts";

/** `holdfast sessions copy`: takes all that is stored from one store to another. */
export function copyCommand(): Command {
  return new Command("copy")
    .argument("<from>", "such as sqlite:sessions/bot_data.sqlite; a bot may be running on it")
    .argument("<to>", "such as redis://localhost:6379/0; no bot may")
    .description("copy everything from one store to another, which must be empty")
    .option("--replace", "the other need not be empty: what it holds is kept aside")
    .addHelpText("after", HELP)
    .action((from: string, to: string, { replace = false }: { replace?: boolean }) => {
      if (placeOf(from) === placeOf(to))
        throw new SetupInvalid("A store can't be copied to itself.", "Name two stores.");
      return withBackend((source) => copyTo(to, source, replace), { address: from });
    });
}

const HELP = `
To move a bot: stop it, copy, set SESSION_STORE to the new address, start it. The inbox and what plugins keep come along.`;

async function copyTo(to: string, source: Backend, replace: boolean): Promise<void> {
  if (!replace && !(await isEmpty(to))) throw new NotEmpty(to);
  // While it is held no bot begins on it, and the copy can be compared with it to the last byte.
  const owner = await source.own(() => {});
  try {
    const { made, keptAs } = await withProgress({ title: "Copying" }, (progress) =>
      replaceStore(to, async (empty) => {
        const copied = await copyStore(source, empty, progress.at);
        const differences = await compareStores(source, empty);
        if (owner && (differences.entries > 0 || differences.inbox > 0)) throw new NotEqual(differences);
        return { ...copied, differences };
      }),
    );
    const waiting = made.waiting > 0 ? `, ${made.waiting} ${made.waiting === 1 ? "update" : "updates"} waiting` : "";
    console.log(`${sessionsInWords(made.sessions)} copied, ${made.entries} entries in all${waiting}.`);
    console.log(owner ? "Compared: both stores hold the same." : inUse(made.differences));
    if (keptAs) console.log(`What ${withoutSecrets(to)} held before is kept: ${keptAs}`);
  } finally {
    await owner?.release();
  }
}

const inUse = ({ entries }: Differences) =>
  `A bot is working on the store that was copied: what it does from now on is not in the copy (${entries} entries differ already).`;

async function isEmpty(address: string): Promise<boolean> {
  const file = fileOf(address);
  if (file !== undefined && !existsSync(file)) return true;
  const store = backendFromAddress(address);
  try {
    await store.open(silentLog);
    for await (const _ of store.scan("")) return false;
    return (await store.log.last()) === "0";
  } finally {
    await store.close();
  }
}

const fileOf = (address: string) => /^sqlite:(.*)$/s.exec(address)?.[1];

function placeOf(address: string): string {
  const file = fileOf(address);
  return file === undefined ? withoutSecrets(address) : resolve(file);
}

function withoutSecrets(address: string): string {
  const url = fileOf(address) === undefined ? URL.parse(address) : undefined;
  return url ? `${url.protocol}//${url.host}${url.pathname}` : address;
}

class NotEmpty extends CodedError {
  readonly code = "STORE_NOT_EMPTY";
  readonly hint = "Name an empty one, or add --replace: what it holds is then kept aside.";
  constructor(address: string) {
    super(`${withoutSecrets(address)} holds something already.`);
  }
}

class NotEqual extends CodedError {
  readonly code = "COPY_NOT_EQUAL";
  readonly hint = "Does another program write into one of them? Nothing was put in place; run it again.";
  constructor({ entries, inbox }: Differences) {
    super(`The copy is not equal to its original: ${entries} entries and ${inbox} updates differ.`);
  }
}
