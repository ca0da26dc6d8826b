import type { ButtonHTMLAttributes } from "preact";
import { Icon, type IconName } from "./icon.tsx";

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "icon" | "label"> {
  readonly icon: IconName;
  readonly label: string;
}

/** A button with a picture on it, and its name for those who do not see it or wonder. */
export function IconButton({ icon, label, class: classes, ...rest }: Props) {
  return (
    <button type="button" class={`icon-button ${classes ?? ""}`} aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}
