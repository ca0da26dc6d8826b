import type { Chat } from "../state/chat.ts";
import { openDialog } from "../state/dialog.ts";
import { bot, botId, people } from "../state/live.ts";
import { type Answer, ask } from "../state/server.ts";
import { AskingForm } from "./asking-form.tsx";

/** Asks for a new group or channel. */
export function askForGroup(): void {
  openDialog.value = { title: "New group or channel", content: () => <NewGroup /> };
}

/** Asks who is in a group. */
export function askForMembers(chat: Chat): void {
  openDialog.value = { title: `Members of ${chat.shown.value.title}`, content: () => <Members chat={chat} /> };
}

function NewGroup() {
  const submit = async (fields: FormData) => {
    const title = String(fields.get("title")).trim();
    const bots = fields.has("bot") ? undefined : [];
    const members = fields.getAll("member").map(Number);
    const type = String(fields.get("type"));
    if (type !== "channel") return ask("telegram/groups", { title, type, members, bots });
    const made = await ask("telegram/channels", { title, bots });
    for (const member of members) await ask(`telegram/groups/${String(made.value.id)}/members/${member}`, {}, "PUT");
    return made;
  };
  return (
    <AskingForm does="Create" submit={submit}>
      <label>
        Title
        <input name="title" required maxLength={128} autocomplete="off" />
      </label>
      <label>
        Kind
        <select name="type">
          <option value="supergroup">Supergroup</option>
          <option value="group">Basic group</option>
          <option value="channel">Channel</option>
        </select>
      </label>
      <Everybody isIn={() => true} hasBot />
    </AskingForm>
  );
}

function Members({ chat }: { readonly chat: Chat }) {
  const { members, hasBot, id } = chat.shown.value;
  const submit = async (fields: FormData) => {
    const wanted = fields.getAll("member").map(Number);
    let answer: Answer = { ok: true, value: {} };
    const change = async (member: number, isIn: boolean, isWanted: boolean) => {
      if (isIn === isWanted || !answer.ok) return;
      answer = await ask(`telegram/groups/${id}/members/${member}`, {}, isWanted ? "PUT" : "DELETE");
    };
    for (const person of people.value) await change(person.id, members.includes(person.id), wanted.includes(person.id));
    await change(botId.value, hasBot, fields.has("bot"));
    return answer;
  };
  return (
    <AskingForm does="Save" submit={submit}>
      <Everybody isIn={(person) => members.includes(person)} hasBot={hasBot} />
    </AskingForm>
  );
}

function Everybody({ isIn, hasBot }: { isIn(person: number): boolean; readonly hasBot: boolean }) {
  return (
    <fieldset>
      <legend>Who is in it</legend>
      {people.value.map(({ id, name }) => (
        <label key={id} class="tick">
          <input type="checkbox" name="member" value={id} defaultChecked={isIn(id)} />
          {name}
        </label>
      ))}
      <label class="tick">
        <input type="checkbox" name="bot" defaultChecked={hasBot} />@{bot.value.username}, the bot
      </label>
    </fieldset>
  );
}
