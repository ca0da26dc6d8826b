/** Tells whoever subscribed that something changed. Costs nothing while nobody waits, so it may beat thousands of times a second. */
export class Pulse<T = void> {
  private readonly listeners = new Set<(value: T) => void>();

  /** @returns what ends the subscription. */
  subscribe(listener: (value: T) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves with the next beat. */
  next(): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    const end = this.subscribe((value) => {
      end();
      resolve(value);
    });
    return promise;
  }

  beat(value: T): void {
    for (const listener of this.listeners) listener(value);
  }
}
