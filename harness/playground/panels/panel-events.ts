import type { PlaygroundOptions } from "../playground.ts";

/** Something beside the chats has changed: a page that shows it asks again. */
export interface PanelEvent {
  /**
   * `faults`: one was added or lifted, or has met a call. `clock`: the server's was moved forward. `waiting`: an update
   * has come, or was fetched, acknowledged or put off. `scenario`: it has passed or failed.
   */
  readonly type: "faults" | "clock" | "waiting" | "scenario";
}

/** Many changes of one kind at once are told once. */
export function tellPanelEvents(
  { telegram, bot, scenario }: PlaygroundOptions,
  tell: (event: PanelEvent) => void,
): void {
  const untold = new Set<PanelEvent["type"]>();
  const soon = (type: PanelEvent["type"]) => () => {
    if (untold.size === 0) setImmediate(tellAll);
    untold.add(type);
  };
  const tellAll = () => {
    for (const type of untold) tell({ type });
    untold.clear();
  };
  const { updates, webhook } = bot.account;
  telegram.faults.changed.subscribe(soon("faults"));
  telegram.clock.advanced.subscribe(soon("clock"));
  for (const pulse of [updates.added, updates.acknowledged]) pulse.subscribe(soon("waiting"));
  for (const pulse of [updates.fetched, updates.emptied]) pulse.subscribe(soon("waiting"));
  webhook.failed.subscribe(soon("waiting"));
  scenario?.changed.subscribe(soon("scenario"));
}
