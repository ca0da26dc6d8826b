import type { Doing as SomebodyDoing } from "../state/chat.ts";

/** A message that is being written. */
export function Doing({ doing }: { readonly doing: SomebodyDoing | undefined }) {
  if (!doing) return null;
  if (doing.what === "draft") return <div class="bubble draft">{doing.text}</div>;
  return (
    <div class="bubble typing" aria-hidden="true">
      <i />
      <i />
      <i />
    </div>
  );
}
