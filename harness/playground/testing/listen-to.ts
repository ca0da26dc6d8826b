import type { LiveEvent } from "../live-view.ts";

type EventOf<Type extends LiveEvent["type"]> = Extract<LiveEvent, { type: Type }>;

/** Reads a playground's events, as the page does: each once, in their order. */
export async function listenTo(url: string) {
  const gone = new AbortController();
  const { body } = await fetch(`${url}/events`, { signal: gone.signal });
  const events = eventsIn(body ?? new ReadableStream());
  return {
    /** The next one of this type that fits; those before it are passed over. */
    async next<Type extends LiveEvent["type"]>(
      type: Type,
      fits: (event: EventOf<Type>) => boolean = () => true,
    ): Promise<EventOf<Type>> {
      for (;;) {
        const { value } = await events.next();
        if (!value) throw new Error(`The events ended before there was a ${type}.`);
        if (value.type === type && fits(value as EventOf<Type>)) return value as EventOf<Type>;
      }
    },
    async [Symbol.asyncDispose]() {
      gone.abort();
    },
  };
}

async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<LiveEvent, undefined> {
  let text = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
    const [unfinished = "", ...finished] = (text + chunk).split("\n\n").reverse();
    text = unfinished;
    for (const event of finished.reverse()) yield JSON.parse(event.replace(/^data: /gm, "")) as LiveEvent;
  }
}
