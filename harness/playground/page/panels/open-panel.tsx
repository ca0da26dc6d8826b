import { IconButton } from "../icon-button.tsx";
import { openPanel } from "../state/view.ts";
import { panels } from "./panels.ts";

/** The panel that is open, if one is. Escape closes it and goes back to its button. */
export function OpenPanel() {
  const panel = panels.find(({ id }) => id === openPanel.value);
  if (!panel) return null;
  const { id, title, Content } = panel;
  const close = () => {
    openPanel.value = undefined;
    document.querySelector<HTMLElement>(`.rail [aria-controls="${id}"]`)?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  };
  return (
    <section class="panel" id={id} aria-label={title} onKeyDown={press}>
      <header>
        <h2>{title}</h2>
        <IconButton icon="close" label="Close" onClick={close} />
      </header>
      <Content key={id} />
    </section>
  );
}
