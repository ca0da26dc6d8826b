import { chats } from "../state/live.ts";
import { chatName } from "./chat-name.ts";

interface Props {
  /** An id; the empty text means any chat. */
  readonly value: string;
  readonly onChoose: (id: string) => void;
}

/** Which chat something is about: any, or one of those on the page. */
export function ChatChoice({ value, onChoose }: Props) {
  return (
    <label>
      Chat{" "}
      <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        <option value="">any</option>
        {[...chats.value.keys()].map((id) => (
          <option key={id} value={String(id)}>
            {chatName(id)}
          </option>
        ))}
      </select>
    </label>
  );
}
