import type { Shown } from "../../harness/playground/shown.ts";
import { listenTo } from "../../harness/playground/testing/listen-to.ts";

/** A playground's page without a browser: its files are there, its first person can speak and sees what the bot says. */
export async function openPlayground(url: string) {
  for (const file of ["", "app.js", "style.css", "icon.svg"]) {
    const { status } = await fetch(`${url}/${file}`);
    if (status !== 200) throw new Error(`${url}/${file} answers ${status}.`);
  }
  const events = await listenTo(url);
  const { people } = await events.next("snapshot");
  const id = people[0]?.id;
  return {
    async say(text: string): Promise<void> {
      const headers = { "content-type": "application/json", origin: url };
      await fetch(`${url}/telegram/users/${id}/messages`, { method: "POST", headers, body: JSON.stringify({ text }) });
    },
    /** Reads on to the bot's next message that matches. @returns its text. */
    async sees(pattern: RegExp): Promise<string> {
      const textOf = ({ message: { text = "" } }: Shown) => text;
      const { shown } = await events.next("message", ({ chat, shown }) => {
        return chat === id && shown.by !== id && pattern.test(textOf(shown));
      });
      return textOf(shown);
    },
    [Symbol.asyncDispose]: () => events[Symbol.asyncDispose](),
  };
}
