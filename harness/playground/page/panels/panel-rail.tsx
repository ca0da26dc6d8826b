import { Icon } from "../icon.tsx";
import { openPanel } from "../state/view.ts";
import { panels } from "./panels.ts";

/** The buttons of the panels; one is open at a time. */
export function PanelRail() {
  return (
    <nav class="rail" aria-label="Behind the scenes">
      {panels.map(({ id, label, icon, isThere }) => {
        if (isThere && !isThere()) return null;
        const isOpen = openPanel.value === id;
        const toggle = () => {
          openPanel.value = isOpen ? undefined : id;
        };
        return (
          <button key={id} type="button" aria-expanded={isOpen} aria-controls={id} onClick={toggle}>
            <Icon name={icon} />
            <span>{typeof label === "function" ? label() : label}</span>
          </button>
        );
      })}
    </nav>
  );
}
