import type { Backend } from "../backend.ts";
import type { Log } from "../log.ts";
import { conversationsOf, type DroppedConversation, droppedConversations } from "../session/dropped-conversations.ts";
import type { SessionStore } from "../session/session-store.ts";
import type { Agent } from "./agent.ts";

export interface ForgettingParts {
  readonly backend: Backend;
  readonly sessions: SessionStore;
  readonly agent: () => Agent | undefined;
  readonly log: Log;
}

/** Has the agent remove what it keeps of conversations that nobody can return to, after they were dropped by a commit. */
export class Forgetting {
  constructor(private readonly parts: ForgettingParts) {}

  /** What does not succeed is tried again at the next start. @param userId Default: all users. */
  async look(userId?: number): Promise<void> {
    const { backend, log } = this.parts;
    try {
      for await (const dropped of droppedConversations(backend, userId)) await this.forget(dropped);
    } catch (error) {
      log.warn("conversations not forgotten", { userId, error });
    }
  }

  private async forget({ key, userId, conversationId }: DroppedConversation): Promise<void> {
    const { backend, sessions, agent } = this.parts;
    const reading = await sessions.inspect(userId);
    // One that can't be read may name it.
    const isNamed = reading.state === "found" && conversationsOf(reading.session).includes(conversationId);
    if (isNamed || reading.state === "corrupt" || reading.state === "unavailable") return;
    await agent()?.forget?.(userId, conversationId);
    await backend.compareAndSet(key, conversationId, undefined);
  }
}
