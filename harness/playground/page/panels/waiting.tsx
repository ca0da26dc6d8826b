import type { ShownUpdate, ShownWaiting } from "../../panels/shown-waiting.ts";
import { Json } from "../json.tsx";
import { bot, waits } from "../state/live.ts";
import type { Panel } from "./panel.ts";
import { Scrolled } from "./scrolled.tsx";
import { useLatest } from "./use-latest.ts";

export const waitingPanel: Panel = {
  id: "waiting",
  label: () => (bot.value.waiting > 0 ? `Waiting ${bot.value.waiting}` : "Waiting"),
  icon: "waiting",
  title: "Updates that wait",
  Content: Waiting,
};

/** What Telegram keeps for each bot until the bot has taken it. */
function Waiting() {
  const found = useLatest<readonly ShownWaiting[]>("panels/waiting", waits.value).value ?? [];
  return (
    <Scrolled label="The updates, oldest first" class="mono">
      {found.map(({ bot: name, webhook, total, updates }) => (
        <section key={name} aria-label={`Waiting for ${name}`}>
          <p>
            <b>@{name}</b> {webhook ? `by webhook, ${webhook.url}` : "asks for its updates"}
          </p>
          {webhook?.lastError && <p data-level="error">{webhook.lastError}</p>}
          {updates.map((update) => (
            <Entry key={update.id} update={update} />
          ))}
          {total > updates.length && <p class="nothing">and {total - updates.length} more</p>}
          {total === 0 && <p class="nothing">Nothing waits.</p>}
        </section>
      ))}
    </Scrolled>
  );
}

function Entry({ update }: { readonly update: ShownUpdate }) {
  const { kind, from, words } = update;
  return (
    <details>
      <summary>
        <b>{kind}</b> {from && `${from}: `}
        {words} <span>{stateOf(update)}</span>
      </summary>
      <Json text={JSON.stringify(update.update, undefined, 2)} />
    </details>
  );
}

function stateOf({ isFetched, behind, failures = 0, triesAgainAt }: ShownUpdate): string {
  if (behind === undefined) return isFetched ? "fetched, not acknowledged" : "not fetched";
  if (behind > 0) return `behind ${behind} of its chat`;
  if (failures === 0) return "on its way";
  const seconds = triesAgainAt === undefined ? 0 : Math.max(0, Math.ceil((triesAgainAt - Date.now()) / 1000));
  return `failed ${failures}×, ${seconds > 0 ? `again in ${seconds} s` : "tried again"}`;
}
