import type { StreamEvent } from "./stream-events.ts";

interface Block {
  [field: string]: unknown;
}

/** The same message in one piece, for clients that do not stream. */
export async function wholeMessage(events: AsyncIterable<StreamEvent>): Promise<object> {
  let message: Block = {};
  const content: Block[] = [];
  const json: string[] = [];
  for await (const event of events) {
    const index = event.index as number;
    if (event.type === "message_start") message = event.message as Block;
    else if (event.type === "content_block_start") content[index] = { ...(event.content_block as Block) };
    else if (event.type === "content_block_delta") {
      const { type: _, partial_json, ...said } = event.delta as Record<string, string>;
      if (partial_json !== undefined) json[index] = (json[index] ?? "") + partial_json;
      const block = content[index] ?? {};
      for (const [field, text] of Object.entries(said)) block[field] = `${block[field] ?? ""}${text}`;
    } else if (event.type === "message_delta") {
      Object.assign(message, event.delta);
      message.usage = { ...(message.usage as object), ...(event.usage as object) };
    }
  }
  for (const [index, text] of json.entries())
    if (text) Object.assign(content[index] ?? {}, { input: JSON.parse(text) });
  return { ...message, content };
}
