import type { ShownPerson } from "../../shown.ts";
import { botId } from "../state/live.ts";
import { type MenuItem, popUp } from "../state/pop-up.ts";
import type { Seat } from "../state/seat.ts";
import { ask, problemOf } from "../state/server.ts";
import { askForMembers } from "./group-form.tsx";
import { askForNames } from "./person-form.tsx";
import { askForDeepLink } from "./start-form.tsx";

/** What else a person can do with a chat, and what can be done with the person. */
export function openPhoneMenu(person: ShownPerson, seat: Seat, opener: HTMLElement): void {
  const items = [...(seat.chat.id === person.id ? ofPrivate(seat) : ofGroup(seat)), ...ofPerson(person, seat)];
  popUp({ label: `More about ${person.name}`, items }, opener);
}

function ofPrivate(seat: Seat): MenuItem[] {
  const isBlocked = !seat.chat.shown.value.hasBot;
  const path = `telegram/users/${seat.person}/blocked/${botId.value}`;
  return [
    { label: "Come by a link…", icon: "link", act: () => askForDeepLink(seat) },
    {
      label: isBlocked ? "Unblock the bot" : "Block the bot",
      icon: "block",
      act: () => order(seat, path, {}, isBlocked ? "DELETE" : "PUT"),
    },
  ];
}

function ofGroup(seat: Seat): MenuItem[] {
  const { id } = seat.chat;
  return [
    { label: "Members…", icon: "people", act: () => askForMembers(seat.chat) },
    {
      label: `Leave ${seat.chat.shown.value.title}`,
      icon: "leave",
      isDangerous: true,
      act: () => order(seat, `telegram/users/${seat.person}/leave`, { group: id }, "POST"),
    },
  ];
}

function ofPerson(person: ShownPerson, seat: Seat): MenuItem[] {
  return [
    { label: "Rename…", icon: "edit", act: () => askForNames(person) },
    {
      label: `Remove ${person.name}`,
      icon: "bin",
      isDangerous: true,
      act: () => order(seat, `telegram/users/${person.id}`, {}, "DELETE"),
    },
  ];
}

async function order(seat: Seat, path: string, body: object, method: string): Promise<void> {
  const answer = await ask(path, body, method);
  if (!answer.ok) seat.say(problemOf(answer));
}
