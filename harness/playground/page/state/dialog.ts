import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";

/** What is asked at the moment, over the page; undefined: nothing. */
export const openDialog = signal<{ readonly title: string; content(): ComponentChildren } | undefined>(undefined);

export function closeDialog(): void {
  openDialog.value = undefined;
}
