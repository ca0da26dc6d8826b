import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { plain } from "../answer/rich-text.ts";
import { messagesOf } from "../answer/split.ts";
import type { ApprovalRequest } from "./approval.ts";

/** A request for permission as the ledger keeps it, with its turn: enough for its buttons to work after a restart. */
export const askedSchema = z.object({
  id: z.string(),
  tool: z.string(),
  title: z.string(),
  /** The beginning of what there is to judge by. */
  shown: z.string(),
  isWhole: z.boolean(),
  /** Stands for the key of the request, which may be as long as a file. */
  key: z.string(),
  /** What the user has said. */
  decision: z.enum(["once", "session", "deny"]).optional(),
});

export type Asked = z.output<typeof askedSchema>;

export function askedFor({ tool, title, detail, key }: ApprovalRequest): Asked {
  const lines = detail.split("\n", MOST_LINES).join("\n");
  const shown = messagesOf(plain(lines), MOST_CHARACTERS)[0]?.text ?? "";
  return {
    id: randomUUID().slice(0, 18),
    tool: tool.slice(0, MOST_TITLE),
    title: title.slice(0, MOST_TITLE).toWellFormed(),
    shown,
    isWhole: shown === detail.trimEnd(),
    key: createHash("sha256").update(key).digest("base64url"),
  };
}

const MOST_LINES = 40;
const MOST_CHARACTERS = 1_500;
const MOST_TITLE = 300;
