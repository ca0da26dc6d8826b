import { type MenuItem, popUp } from "../state/pop-up.ts";
import type { Seat } from "../state/seat.ts";
import { ask, problemOf } from "../state/server.ts";
import { askForContact } from "./contact-form.tsx";
import { chooseFiles } from "./files-form.tsx";
import { askForLocation } from "./location-form.tsx";

/** What a person can send that is no text. */
export function openAttachMenu(seat: Seat, opener: HTMLElement): void {
  const send = async (content: object) => {
    const answer = await ask(`telegram/users/${seat.person}/messages`, { ...content, ...seat.in });
    if (!answer.ok) seat.say(`Not sent. ${problemOf(answer)}`);
  };
  const items: readonly MenuItem[] = [
    { label: "Photo or video…", icon: "photo", act: () => chooseFiles(seat, "media") },
    { label: "File…", icon: "file", act: () => chooseFiles(seat, "document") },
    { label: "Voice message…", icon: "voice", act: () => chooseFiles(seat, "voice") },
    { label: "Music…", icon: "music", act: () => chooseFiles(seat, "audio") },
    { label: "Location…", icon: "place", act: () => askForLocation(seat) },
    { label: "Contact…", icon: "person", act: () => askForContact(seat) },
    { label: "Sticker", icon: "smile", act: () => void send({ sticker: "👍" }) },
    { label: "Dice", icon: "dice", act: () => void send({ dice: "🎲" }) },
  ];
  popUp({ label: "What to send", items }, opener);
}
