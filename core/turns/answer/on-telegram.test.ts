import fc from "fast-check";
import type { MessageEntity } from "grammy/types";
import { expect, test } from "vitest";
import { startTelegram } from "#harness";
import { formatted, formattedSoFar } from "./markdown.ts";
import type { RichText } from "./rich-text.ts";
import { latestOf, MOST_CHARACTERS, messagesOf } from "./split.ts";

/** A bot that says things to Alice, and hears what became of them. */
async function setSpeaker() {
  const telegram = await startTelegram();
  const { token } = telegram.bot({ username: "speaker_bot" });
  const alice = telegram.user({ firstName: "Alice" });
  await alice.send("hello");
  return {
    async say({ text, entities }: RichText) {
      const answer = await fetch(`${telegram.apiRoot}/bot${token}/sendMessage`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ chat_id: alice.id, text, entities }),
      });
      return (await answer.json()) as {
        ok: boolean;
        description?: string;
        result?: { text: string; entities?: MessageEntity[] };
      };
    },
    [Symbol.asyncDispose]: () => telegram[Symbol.asyncDispose](),
  };
}

/** What Telegram finds by itself, in any text. */
const FOUND = ["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"];

const word = fc.oneof(
  fc.stringMatching(/^[a-z]{1,9}$/),
  fc.constantFrom(
    "😀",
    "👨‍👩‍👧",
    "ü",
    "日本語",
    "a_b",
    "*",
    "**",
    "`",
    "~~",
    "[",
    "](",
    "<b>",
    "&amp;",
    "|",
    "\\",
    "#",
  ),
);
const inline = fc.letrec<{ text: string }>((again) => ({
  text: fc.oneof(
    { maxDepth: 3 },
    fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" ")),
    fc
      .tuple(fc.constantFrom("**", "*", "_", "~~", "`", "``", "***"), again("text"))
      .map(([mark, text]) => `${mark}${text}${mark}`),
    again("text").map((text) => `[${text}](https://example.com/${text.length})`),
    again("text").map((text) => `[${text}](src/${text.length}.ts)`),
    fc.tuple(again("text"), again("text")).map(([one, other]) => `${one} ${other}`),
  ),
})).text;
const block = fc.oneof(
  inline,
  inline.map((text) => `## ${text}`),
  fc.array(inline, { minLength: 1, maxLength: 5 }).map((items) => items.map((item) => `- ${item}`).join("\n")),
  fc.array(inline, { minLength: 1, maxLength: 5 }).map((items) => items.map((item) => `1. ${item}`).join("\n   ")),
  inline.map((text) => `> ${text}\n>> ${text}`),
  fc
    .tuple(fc.array(inline, { maxLength: 90 }), fc.constantFrom("", "ts", "c++", "a b"))
    .map(([lines, language]) => `\`\`\`${language}\n${lines.map((line) => `  ${line}`).join("\n")}\n\`\`\``),
  fc
    .array(fc.tuple(inline, inline), { minLength: 1, maxLength: 4 })
    .map((rows) => ["| a | b |", "|---|--:|", ...rows.map(([one, other]) => `| ${one} | ${other} |`)].join("\n")),
  fc.string({ unit: "grapheme-ascii", maxLength: 60 }),
);
const answer = fc.array(block, { minLength: 1, maxLength: 40 }).map((blocks) => blocks.join("\n\n"));

/** How each visible character is formatted, whichever pieces Telegram makes of it. */
function stylesOf({ text, entities }: RichText) {
  const styles = Array.from({ length: text.length }, () => [] as string[]);
  for (const { offset, length, ...style } of entities) {
    if (FOUND.includes(style.type)) continue;
    for (let index = offset; index < offset + length; index++) styles[index]?.push(Object.values(style).join(" "));
  }
  const shown = Array.from({ length: text.length }, (_, index) => `${text[index]} ${(styles[index] ?? []).sort()}`);
  return shown.filter((character) => /^\S/.test(character));
}

const visible = (text: string) => text.replace(/\s+/g, "");

test("whatever an agent writes, every message of it is taken as it is sent, and together they are the whole", async () => {
  await using speaker = await setSpeaker();
  await fc.assert(
    fc.asyncProperty(answer, async (source) => {
      const whole = formatted(source);
      const parts = messagesOf(whole);
      expect(visible(parts.map(({ text }) => text).join(""))).toBe(visible(whole.text));
      for (const part of parts) {
        expect(part.text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
        expect(part.text.isWellFormed()).toBe(true);
        const { ok, description, result } = await speaker.say(part);
        expect(ok ? "" : description).toBe("");
        expect(stylesOf({ text: result?.text ?? "", entities: result?.entities ?? [] })).toEqual(stylesOf(part));
      }
    }),
    { numRuns: 200 },
  );
});

test("cut off anywhere, it is taken just as well", async () => {
  await using speaker = await setSpeaker();
  await fc.assert(
    fc.asyncProperty(answer, fc.nat(), async (source, place) => {
      const soFar = latestOf(formattedSoFar(source.slice(0, 1 + (place % source.length || 1))));
      fc.pre(soFar.text.trim() !== "");
      const { ok, description } = await speaker.say(soFar);
      expect(ok ? "" : description).toBe("");
    }),
    { numRuns: 200 },
  );
});
