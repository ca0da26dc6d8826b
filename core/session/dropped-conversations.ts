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
  for (const id of conversationIds) {
    await backend.compareAndSet(`${PREFIX}${userId}:${id}`, undefined, id, { [DROPPED_MARK]: userId });
  }
}

/** What was noted and is not done with yet: of one user, or of all. Costs what is noted. @throws {StoreUnavailable} */
export async function* droppedConversations(backend: Backend, userId?: number): AsyncIterable<DroppedConversation> {
  for await (const key of backend.marked(DROPPED_MARK, userId)) {
    const [, owner = "", conversationId = ""] = /^forget:(\d+):(.*)$/s.exec(key) ?? [];
    if (userId === undefined || Number(owner) === userId) yield { key, conversationId, userId: Number(owner) };
  }
}

const PREFIX = "forget:";
/** By the user's id. */
const DROPPED_MARK = "dropped";
