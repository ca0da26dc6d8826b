import type { Contact as ContactJson } from "@grammyjs/types";
import { Avatar } from "../people/avatar.tsx";

/** Somebody's name and number. */
export function Contact({ contact }: { readonly contact: ContactJson }) {
  const { first_name, last_name = "", phone_number, user_id = 0 } = contact;
  return (
    <p class="contact">
      <Avatar id={user_id} name={first_name} />
      <span>
        <b>{`${first_name} ${last_name}`.trim()}</b>
        {phone_number}
      </span>
    </p>
  );
}
