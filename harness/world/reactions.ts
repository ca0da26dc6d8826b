import type { ReactionType } from "@grammyjs/types";
import { description } from "../api/description.ts";

/** What people and bots have put on the messages of a chat: one list each. */
export class Reactions {
  private readonly byMessage = new Map<number, Map<number, readonly ReactionType[]>>();

  of(messageId: number, userId: number): readonly ReactionType[] {
    return this.byMessage.get(messageId)?.get(userId) ?? [];
  }

  /** An empty list takes them away. */
  set(messageId: number, userId: number, reactions: readonly ReactionType[]): void {
    const onMessage = this.byMessage.get(messageId) ?? new Map<number, readonly ReactionType[]>();
    this.byMessage.set(messageId, onMessage);
    if (reactions.length > 0) onMessage.set(userId, reactions);
    else onMessage.delete(userId);
  }

  /** The message is gone. */
  forget(messageId: number): void {
    this.byMessage.delete(messageId);
  }

  /** Each with the id of whoever put it there. */
  byWhom(messageId: number): { readonly by: number; readonly reaction: ReactionType }[] {
    const onMessage = this.byMessage.get(messageId) ?? new Map<number, readonly ReactionType[]>();
    return [...onMessage].flatMap(([by, reactions]) => reactions.map((reaction) => ({ by, reaction })));
  }

  /** Everybody's, as a reader counts them. */
  on(messageId: number): readonly ReactionType[] {
    return [...(this.byMessage.get(messageId)?.values() ?? [])].flat();
  }
}

/** Telegram knows these and no others. */
export const reactionEmoji: ReadonlySet<unknown> = new Set(wordsOf("ReactionTypeEmoji", "emoji"));

function wordsOf(name: string, field: string): readonly unknown[] {
  const type = description.types[name];
  const words = typeof type === "object" && "object" in type ? type.object[field]?.type : undefined;
  return typeof words === "object" && "enum" in words ? words.enum : [];
}
