/** A pulse, whatever it tells. */
interface Beating {
  subscribe(listener: () => void): () => void;
}

export interface Wait<T> {
  /** What is waited for; asked at once and after every beat. */
  readonly look: () => T | undefined;
  readonly beats: readonly Beating[];
  /** Ends the wait before its time, with the reason; asked to stop when the wait is over. */
  readonly giveUp?: (over: (reason: string) => void) => () => void;
  readonly timeoutMs: number;
}

export type Outcome<T> =
  | { readonly found: T; readonly ended?: undefined }
  | { readonly found?: undefined; readonly ended: string };

/** Waits by events, never by sleeping: for something to appear, for a reason to give up, or for the time to run out. */
export function until<T>({ look, beats, giveUp, timeoutMs }: Wait<T>): Promise<Outcome<T>> {
  const { promise, resolve } = Promise.withResolvers<Outcome<T>>();
  const ends: (() => void)[] = [];
  let isOver = false;
  const finish = (outcome: Outcome<T>) => {
    if (isOver) return;
    isOver = true;
    for (const end of ends) end();
    resolve(outcome);
  };
  const check = () => {
    const found = isOver ? undefined : look();
    if (found !== undefined) finish({ found });
  };
  check();
  if (isOver) return promise;
  for (const beat of beats) ends.push(beat.subscribe(check));
  const timer = setTimeout(() => finish({ ended: `nothing more came within ${timeoutMs} ms` }), timeoutMs);
  ends.push(() => clearTimeout(timer));
  const stop = giveUp?.((reason) => {
    check();
    finish({ ended: reason });
  });
  if (stop) ends.push(stop);
  if (isOver) stop?.();
  return promise;
}
