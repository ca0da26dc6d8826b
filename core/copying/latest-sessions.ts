import type { Backend, LogEntry, StoredEntry } from "../backend.ts";
import { decode } from "../session/codec.ts";
import { type Envelope, isSessionKey, sessionKey, userOfKey } from "../session/envelope.ts";
import { TURNS_MARK } from "../session/marks.ts";
import { answerKey, promptKey } from "../turns/turn.ts";
import type { CopyTarget } from "./copy-target.ts";

/** Sessions that have to be read once more: updates of theirs were handled during the copying, or they have turns. */
export class LatestSessions {
  private readonly users = new Set<number>();

  constructor(
    private readonly from: Backend,
    private readonly target: CopyTarget,
  ) {}

  expect(userId: number | undefined): void {
    if (userId !== undefined) this.users.add(userId);
  }

  /** Prompts and answers may come and go between the reading of a session and of theirs. */
  expectTurns({ key, marks }: StoredEntry): void {
    if (isSessionKey(key) && TURNS_MARK in marks) this.users.add(userOfKey(key));
  }

  async copy(): Promise<void> {
    const before = new Map<string, string>();
    for (let round = 0; this.users.size > 0 && round < MOST_ROUNDS; round++) {
      const keys = [...this.users].map(sessionKey);
      const sessions = await this.read(keys);
      const words = await this.read([...sessions.values()].flatMap(keysOfTurns));
      await this.target.put([...sessions.values(), ...words.values()]);
      for (const key of keys) {
        const session = sessions.get(key);
        if (!session) await this.target.remove(key);
        // Without its words a turn has ended since; if nothing has, they are gone in the store as well.
        const isWhole = !session || needed(session).every((word) => words.has(word));
        if (isWhole || before.get(key) === session.value) this.users.delete(userOfKey(key));
        else before.set(key, session.value);
      }
    }
  }

  private async read(keys: readonly string[]): Promise<Map<string, StoredEntry>> {
    const found = new Map<string, StoredEntry>();
    for (let from = 0; from < keys.length; from += PAGE) {
      for (const entry of await this.from.entriesOf(keys.slice(from, from + PAGE))) found.set(entry.key, entry);
    }
    return found;
  }
}

/**
 * Whether a copied session has the effects of an update of its user. Those are handled in the order of their positions,
 * and a session always knows the last one it was committed for.
 */
export function hasEffectsOf({ position }: LogEntry, session: string | undefined): boolean {
  const seen = session === undefined ? [] : (envelopeIn(session)?.seen ?? []);
  return seen.some((last) => Number(last) >= Number(position));
}

const keysOfTurns = ({ value }: StoredEntry) =>
  envelopeIn(value)?.turns.flatMap(({ id }) => [promptKey(id), answerKey(id)]) ?? [];

function needed({ value }: StoredEntry): string[] {
  const turns = envelopeIn(value)?.turns ?? [];
  return turns.flatMap(({ id, kind, state }) =>
    state === "answered" ? answerKey(id) : kind === "prompt" ? promptKey(id) : [],
  );
}

function envelopeIn(raw: string): Envelope | undefined {
  const decoded = decode(raw);
  return decoded.state === "sound" ? decoded.envelope : undefined;
}

/** Who begins and ends turns all the time is not waited for without end. */
const MOST_ROUNDS = 50;
const PAGE = 500;
