import { signal } from "@preact/signals";
import type { IconName } from "../icon.tsx";

export interface MenuItem {
  readonly label: string;
  readonly icon: IconName;
  readonly isDangerous?: boolean;
  act(): void;
}

/** An emoji that can be put on something. */
export interface Choice {
  readonly emoji: string;
  readonly isChosen: boolean;
  act(): void;
}

export interface OpenMenu {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly choices?: readonly Choice[];
  /** In px, from the upper left corner of the page. */
  readonly at: { readonly x: number; readonly y: number };
  /** Where the focus goes back to. */
  readonly opener: HTMLElement;
}

/** The menu that is open, if one is. */
export const openMenu = signal<OpenMenu | undefined>(undefined);

/** Opens a menu below what it belongs to, or where the pointer is. */
export function popUp(
  menu: Pick<OpenMenu, "label" | "items" | "choices">,
  opener: HTMLElement,
  pointer?: { readonly clientX: number; readonly clientY: number },
): void {
  const { left, bottom } = opener.getBoundingClientRect();
  openMenu.value = {
    ...menu,
    opener,
    at: pointer ? { x: pointer.clientX, y: pointer.clientY } : { x: left, y: bottom },
  };
}

export function closeMenu(): void {
  const opener = openMenu.value?.opener;
  openMenu.value = undefined;
  opener?.focus();
}
