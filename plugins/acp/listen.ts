import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { Readable, Writable } from "node:stream";
import type { AnyMessage, ClientConnection } from "@agentclientprotocol/sdk";
import type { ConnectionParts } from "./connection.ts";
import { permissionSchema, updateIn } from "./messages.ts";

/** Talks with the agent on its stdin and stdout. */
export function listen(
  { stdin, stdout }: ChildProcessWithoutNullStreams,
  { sdk, told, asked }: Pick<ConnectionParts, "sdk" | "told" | "asked">,
): ClientConnection {
  const fromAgent = Readable.toWeb(stdout) as ReadableStream<Uint8Array>;
  const { readable, writable } = sdk.ndJsonStream(Writable.toWeb(stdin), fromAgent);
  return sdk
    .client({ name: "holdfast" })
    .onRequest("session/request_permission", permissionSchema, async ({ params }) => {
      const optionId = await asked(params);
      return { outcome: optionId === undefined ? { outcome: "cancelled" } : { outcome: "selected", optionId } };
    })
    .connect({ readable: readable.pipeThrough(withoutUpdates(told)), writable });
}

/**
 * Takes the updates before the SDK sees them: it would refuse what a newer agent says, for a part that nobody needs, and
 * might hand on the end of an answer behind the word that it has ended. Leaves out what the SDK would complain of on the
 * console: what agents write to stdout for people.
 */
const withoutUpdates = (told: ConnectionParts["told"]) =>
  new TransformStream<AnyMessage, AnyMessage>({
    transform(message, controller) {
      const { jsonrpc, id, method, params }: Partial<Record<string, unknown>> = message;
      if (jsonrpc !== "2.0" || id === null) return;
      if (method !== "session/update") return controller.enqueue(message);
      const update = updateIn(params);
      if (update) told(update);
    },
  });
