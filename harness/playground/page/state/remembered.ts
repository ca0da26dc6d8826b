import { effect, type Signal, signal } from "@preact/signals";

/** A choice that is still made when the page is opened again. */
export function remembered<T extends string>(name: string, otherwise: T, all: readonly T[]): Signal<T> {
  const key = `holdfast playground ${name}`;
  const kept = localStorage.getItem(key);
  const choice = signal(all.find((one) => one === kept) ?? otherwise);
  effect(() => localStorage.setItem(key, choice.value));
  return choice;
}
