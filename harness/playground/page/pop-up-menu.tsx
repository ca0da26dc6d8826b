import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { closeMenu, type OpenMenu, openMenu } from "./state/pop-up.ts";

/** The one menu that is open over the page. Arrows go through it, Escape and a click elsewhere close it. */
export function PopUpMenu() {
  const menu = openMenu.value;
  return menu && <Opened menu={menu} />;
}

/** How near it may come to the edge of the page, in px. */
const margin = 6;

function Opened({ menu: { label, items, choices = [], at } }: { readonly menu: OpenMenu }) {
  const element = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const menu = element.current;
    if (!menu) return;
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(margin, Math.min(at.x, innerWidth - width - margin))}px`;
    menu.style.top = `${Math.max(margin, Math.min(at.y, innerHeight - height - margin))}px`;
    itemsIn(menu)[choices.length]?.focus();
    const pressedElsewhere = ({ target }: PointerEvent) => {
      if (!menu.contains(target as Node)) openMenu.value = undefined;
    };
    document.addEventListener("pointerdown", pressedElsewhere, true);
    return () => document.removeEventListener("pointerdown", pressedElsewhere, true);
  }, [at]);

  const press = (event: KeyboardEvent & { readonly currentTarget: HTMLDivElement }) => {
    const all = itemsIn(event.currentTarget);
    const now = all.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    const step = steps[event.key];
    if (step !== undefined) all[(now + step + all.length) % all.length]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") closeMenu();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const taking = (act: () => void) => () => {
    closeMenu();
    act();
  };
  return (
    <div class="pop-up" role="menu" tabIndex={-1} aria-label={label} ref={element} onKeyDown={press}>
      {choices.length > 0 && (
        <div class="choices">
          {choices.map(({ emoji, isChosen, act }) => (
            <button
              key={emoji}
              type="button"
              role="menuitemcheckbox"
              aria-checked={isChosen}
              tabIndex={-1}
              onClick={taking(act)}
            >
              {emoji}
            </button>
          ))}
        </div>
      )}
      {items.map(({ label: text, icon, isDangerous, act }) => (
        <button
          key={text}
          type="button"
          role="menuitem"
          tabIndex={-1}
          class={isDangerous ? "danger" : ""}
          onClick={taking(act)}
        >
          <Icon name={icon} />
          {text}
        </button>
      ))}
    </div>
  );
}

const itemsIn = (menu: HTMLElement): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>("button")];
