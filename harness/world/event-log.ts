import type { ChatEvent } from "./chat.ts";

/** What happened in a chat, by its place from the beginning on. Of a long chat only the end is kept, if that is wished. */
export class EventLog implements Iterable<ChatEvent> {
  private kept: ChatEvent[] = [];
  private forgotten = 0;

  /** @param keep how many at least; at times it is twice as many. */
  constructor(private readonly keep = Infinity) {}

  /** How many there were, those that were forgotten among them: the place of the next one. */
  get length(): number {
    return this.forgotten + this.kept.length;
  }

  /** The place of the first that is still known. */
  get first(): number {
    return this.forgotten;
  }

  add(event: ChatEvent): void {
    this.kept.push(event);
    // Many at once: taking each from the front would move all the others every time.
    if (this.kept.length < 2 * this.keep) return;
    this.forgotten += this.kept.length - this.keep;
    this.kept = this.kept.slice(-this.keep);
  }

  /** A negative place counts from the end. */
  at(place: number): ChatEvent | undefined {
    return place < 0 ? this.kept.at(place) : this.kept[place - this.forgotten];
  }

  /** Those from this place on. */
  from(place: number): readonly ChatEvent[] {
    return this.kept.slice(Math.max(0, place - this.forgotten));
  }

  [Symbol.iterator](): Iterator<ChatEvent> {
    return this.kept.values();
  }
}
