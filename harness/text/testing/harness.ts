import type { MessageEntity, User } from "@grammyjs/types";
import { Refusal } from "../../server/refusal.ts";
import { automaticEntities } from "../automatic/index.ts";
import { parseHtml } from "../html.ts";
import { parseMarkdown } from "../markdown.ts";
import { parseMarkdownV2 } from "../markdown-v2.ts";
import { soundEntity } from "../sound-entity.ts";
import { tidied } from "../tidy/index.ts";
import type { Mode, Outcome } from "./vector.ts";

/** The harness's answer to what TDLib was asked. */
export function askHarness(mode: Mode, text: string, entities: readonly MessageEntity[] = []): Outcome {
  try {
    return answer(mode, text, entities);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { error: error.description.replace(/^Bad Request: (can't parse entities: )?/, "") };
  }
}

function answer(mode: Mode, text: string, entities: readonly MessageEntity[]): Outcome {
  switch (mode) {
    case "html":
      return parseHtml(text, anyone);
    case "markdown":
      return parseMarkdown(text, anyone);
    case "markdown-v2":
      return parseMarkdownV2(text, anyone);
    case "automatic":
      return { text, entities: automaticEntities(text) as MessageEntity[] };
    case "tidy":
      return tidied({ text, entities: entities.flatMap((entity) => soundEntity(entity, anyone)) });
  }
}

/** TDLib's parser names people by number alone. */
const anyone = (id: number) => ({ id }) as User;
