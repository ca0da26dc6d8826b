import { type Api, InlineKeyboard, InputFile } from "grammy";
import { joined, plain, type RichText } from "../answer/rich-text.ts";
import type { Place } from "../place.ts";
import type { Asked } from "./asked.ts";

/**
 * Puts a request to its user, and all of it: what is not shown is what nobody has allowed.
 *
 * @returns where the buttons are.
 */
export async function putQuestion(
  api: Api,
  { chatId, threadId }: Place,
  asked: Asked,
  detail: string,
): Promise<number> {
  const place = { message_thread_id: threadId };
  if (!asked.isWhole) {
    const file = new InputFile(Buffer.from(detail), isDifference(asked) ? "request.diff" : "request.txt");
    await api.sendDocument(chatId, file, { ...place, caption: "📄 The whole of what the next question is about." });
  }
  const { text, entities } = questionOf(asked);
  const reply_markup = buttonsOf(asked.id);
  const sent = await api.sendMessage(chatId, text, { ...place, entities: [...entities], reply_markup });
  return sent.message_id;
}

/** The question as it stands there afterwards, with what came of it. */
export const answeredQuestion = (asked: Asked, outcome: string): RichText =>
  joined(questionOf(asked), plain(`\n\n${outcome}`));

function questionOf(asked: Asked): RichText {
  const { tool, title, shown, isWhole } = asked;
  const before = "🔐 ";
  const head: RichText = {
    text: `${before}${tool} needs your permission:${isSaidBy(shown, title) ? "" : `\n${title}`}`,
    entities: [{ type: "bold", offset: before.length, length: tool.length }],
  };
  if (shown === "") return head;
  const language = isDifference(asked) ? { language: "diff" } : {};
  const block: RichText = { text: shown, entities: [{ type: "pre", offset: 0, length: shown.length, ...language }] };
  return joined(head, plain("\n\n"), block, plain(isWhole ? "" : "\n\n… The whole of it is in the file above."));
}

/** Whether the title is but the beginning of what is shown anyway. */
const isSaidBy = (shown: string, title: string) => shown.startsWith(title.replace(/…$/, ""));

const isDifference = ({ shown }: Asked) => /^[-+].*(\n|$)/m.test(shown) && shown.includes("\n");

const buttonsOf = (id: string) =>
  new InlineKeyboard()
    .text("Allow once", `ask:once:${id}`)
    .text("Allow for this session", `ask:session:${id}`)
    .row()
    .text("Deny", `ask:deny:${id}`);
