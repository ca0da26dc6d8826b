/** Its colour tells people apart as much as its letter. */
export function Avatar({
  id,
  name,
  small = false,
}: {
  readonly id: number;
  readonly name: string;
  readonly small?: boolean;
}) {
  const [letter = "?"] = [...name];
  return (
    <span class={`avatar ${small ? "small" : ""}`} data-hue={Math.abs(id) % 6} aria-hidden="true">
      {letter}
    </span>
  );
}
