import { z } from "zod";

// What is read of an agent's messages, and no more: agents differ, and what they say beyond that is theirs.

/** The protocol has an object here, for what it may have to say of it one day. */
const offered = z
  .unknown()
  .optional()
  .transform((value) => typeof value === "object" && value !== null);
const yes = z.boolean().catch(false).default(false);

export const initializedSchema = z.object({
  protocolVersion: z.number(),
  agentCapabilities: z
    .object({
      loadSession: yes,
      promptCapabilities: z.object({ image: yes }).prefault({}).catch({ image: false }),
      sessionCapabilities: z
        .object({ resume: offered, delete: offered })
        .prefault({})
        .catch({ resume: false, delete: false }),
    })
    .prefault({}),
  authMethods: z
    .array(z.object({ id: z.string() }))
    .catch([])
    .default([]),
  agentInfo: z.object({ name: z.string(), version: z.string() }).optional().catch(undefined),
});

export type Initialized = z.output<typeof initializedSchema>;

const modes = z
  .object({ currentModeId: z.string(), availableModes: z.array(z.object({ id: z.string() })) })
  .optional()
  .catch(undefined);

/** Of a session that is gone on with. */
export const openedSchema = z.object({ modes }).catch({ modes: undefined });
export const begunSchema = z.object({ sessionId: z.string().min(1), modes });
export type Modes = z.output<typeof modes>;

const count = z.number().nonnegative().catch(0).default(0);

export const answeredSchema = z.object({
  stopReason: z.string(),
  /** Not yet settled in the protocol, and told by some agents all the same. */
  usage: z
    .object({ inputTokens: count, outputTokens: count, cachedReadTokens: count, cachedWriteTokens: count })
    .optional()
    .catch(undefined),
});

export type Answered = z.output<typeof answeredSchema>;

const maybe = z.string().nullish().catch(undefined);

export const toolCallSchema = z.object({
  toolCallId: z.string(),
  name: maybe,
  title: maybe,
  kind: maybe,
  status: maybe,
  rawInput: z.unknown().optional(),
  content: z.array(z.unknown()).nullish().catch(undefined),
});

export type ToolCallNews = z.output<typeof toolCallSchema>;

export const permissionSchema = z.object({
  sessionId: z.string(),
  toolCall: toolCallSchema,
  options: z.array(z.object({ optionId: z.string(), kind: z.string() })),
});

export type PermissionAsked = z.output<typeof permissionSchema>;

const updateSchema = z.object({
  sessionId: z.string(),
  update: z.discriminatedUnion("sessionUpdate", [
    z.object({ sessionUpdate: z.literal("agent_message_chunk"), content: z.unknown().optional(), messageId: maybe }),
    toolCallSchema.extend({ sessionUpdate: z.enum(["tool_call", "tool_call_update"]) }),
    z.object({
      sessionUpdate: z.literal("usage_update"),
      used: z.number(),
      size: z.number(),
      cost: z.object({ amount: z.number(), currency: z.string() }).nullish().catch(undefined),
    }),
    z.object({
      sessionUpdate: z.literal("available_commands_update"),
      availableCommands: z.array(z.object({ name: z.string() })),
    }),
    z.object({ sessionUpdate: z.literal("compaction_update"), status: z.string(), error: maybe }),
  ]),
});

export type Update = z.output<typeof updateSchema>;

/** @returns undefined for what is of no use here. */
export const updateIn = (params: unknown): Update | undefined => updateSchema.safeParse(params).data;

const blockSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("resource_link"), uri: z.string(), name: z.string() }),
]);

/** What a piece of an answer says. */
export function wordsIn(content: unknown): string {
  const block = blockSchema.safeParse(content).data;
  if (!block) return "";
  return block.type === "text" ? block.text : `[${block.name}](${block.uri})`;
}

const toolContentSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("content"), content: z.unknown().optional() }),
  z.object({ type: z.literal("diff"), path: z.string(), oldText: maybe, newText: z.string() }),
]);

export type ToolContent = z.output<typeof toolContentSchema>;

export const toolContentIn = (content: unknown): readonly ToolContent[] =>
  toolContentSchema.safeParse(content).data ? [toolContentSchema.parse(content)] : [];
