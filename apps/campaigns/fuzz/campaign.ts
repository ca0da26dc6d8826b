import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { randomFrom } from "#harness";
import { type CaseOutcome, play } from "./case.ts";
import { type GrownStore, growStore } from "./grown-store.ts";
import { harms } from "./harms.ts";
import { playWithBot } from "./real-bot.ts";
import { Whereabouts } from "./whereabouts.ts";

export interface FuzzOptions {
  readonly cases: number;
  readonly seed: number;
  /** In one of so many cases the real bot runs on the store; else the backend is opened in this process. */
  readonly botEvery: number;
  readonly progress?: (done: number) => void;
}

export interface Played {
  readonly seed: number;
  readonly harm: string;
  /** Whether the real bot ran on the store. */
  readonly byBot: boolean;
  readonly outcome: CaseOutcome;
}

/** Damages stores in every way by turns, from consecutive seeds, and looks at what is left. */
export async function fuzz({ cases, seed, botEvery, progress }: FuzzOptions): Promise<Played[]> {
  const played: Played[] = [];
  const grown = new Map<number, { store: GrownStore; whereabouts: Whereabouts }>();
  for (let number = 0; number < cases; number++) {
    const own = seed + number;
    const random = randomFrom(own);
    const harm = harms[own % harms.length] as (typeof harms)[number];
    // One life for many deaths: what is told of it stays the same.
    const life = Math.floor(own / harms.length / DEATHS);
    const { store, whereabouts } = grown.get(life) ?? (await grow(life));
    grown.set(life, { store, whereabouts });
    const it = { harm, store, whereabouts, random, withBackup: random() < 0.25 };
    const byBot = own % botEvery === 0;
    const outcome = await (byBot ? playWithBot(it) : play(it));
    played.push({ seed: own, harm: harm.name, byBot, outcome });
    progress?.(number + 1);
  }
  return played;
}

async function grow(life: number): Promise<{ store: GrownStore; whereabouts: Whereabouts }> {
  await using directory = await mkdtempDisposable(`${tmpdir()}/fuzz-life-`);
  const random = randomFrom(life);
  const store = await growStore(directory.path, USERS[life % USERS.length] as number, random);
  return { store, whereabouts: new Whereabouts(store.image) };
}

const DEATHS = 3;
const USERS = [300, 60, 600];
