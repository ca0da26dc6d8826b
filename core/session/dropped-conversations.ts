import type { Backend } from "../backend.ts";
import type { SessionView } from "./session.ts";

/** Of the conversations that a session names, and that its user can so return to. */
export const conversationsOf = ({ conversation, earlier }: SessionView): readonly string[] =>
  [...(conversation ? [conversation] : []), ...earlier].map(({ id }) => id);

/** A conversation that its user's session names no more, or is just about to. */
export interface DroppedConversation {
  readonly key: string;
  readonly userId: number;
  readonly conversationId: string;
}

/**
 * Notes them before the commit that drops them, so that no crash makes anybody forget to remove what an agent keeps of
 * them. It is no more than a hint: whether they were dropped, the session says.
 *
 * @throws {StoreUnavailable}
 */
export async function noteDropped(backend: Backend, userId: number, conversationIds: readonly string[]): Promise<void> {
  for (const id of conversationIds) await backend.compareAndSet(`${prefixOf(userId)}${id}`, undefined, id);
}

/** What was noted and is not done with yet: of one user, or of all. @throws {StoreUnavailable} */
export async function* droppedConversations(backend: Backend, userId?: number): AsyncIterable<DroppedConversation> {
  for await (const [key, conversationId] of backend.scan(prefixOf(userId))) {
    yield { key, conversationId, userId: Number.parseInt(key.slice(PREFIX.length), 10) };
  }
}

const PREFIX = "forget:";
const prefixOf = (userId?: number) => (userId === undefined ? PREFIX : `${PREFIX}${userId}:`);
