import { openChatOf, shownPeople } from "../state/view.ts";
import { Phone } from "./phone.tsx";

/** The phones that are looked at: everybody's side by side, or one. */
export function Phones() {
  return (
    <div class="phones">
      {shownPeople.value.map((person) => {
        const chat = openChatOf(person.id);
        return chat && <Phone key={`${person.id} ${chat.id}`} person={person} chat={chat} />;
      })}
    </div>
  );
}
