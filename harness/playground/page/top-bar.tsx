import iconAddress from "./icon.svg";
import { IconButton } from "./icon-button.tsx";
import { askForGroup } from "./people/group-form.tsx";
import { askForPerson } from "./people/person-form.tsx";
import { bot, isConnected } from "./state/live.ts";
import { ask } from "./state/server.ts";
import { isNarrow, type Theme, theme, wantedLayout } from "./state/view.ts";

/** The bot's process with its buttons, and how the page looks. */
export function TopBar() {
  return (
    <header class="bar">
      <h1>
        <img src={iconAddress} alt="" width="26" height="26" />
        holdfast <small>playground</small>
      </h1>
      <BotPill />
      <ProcessButtons />
      <fieldset class="looks" aria-label="Who is here">
        <IconButton icon="person" label="Add a person" onClick={askForPerson} />
        <IconButton icon="people" label="New group or channel" onClick={askForGroup} />
      </fieldset>
      <fieldset class="looks" aria-label="How it looks">
        {!isNarrow.value && <LayoutButton />}
        <ThemeButton />
      </fieldset>
    </header>
  );
}

function BotPill() {
  const { username, phase, waiting } = bot.value;
  const queue = phase === "running" || waiting === 0 ? "" : ` · ${waiting} waiting`;
  return (
    <p class="bot" role="status" data-phase={isConnected.value ? phase : "away"}>
      <span class="dot" />
      <span>{username && `@${username}`}</span>
      <span class="phase">{isConnected.value ? phase + queue : "playground is away"}</span>
    </p>
  );
}

function ProcessButtons() {
  const { phase } = bot.value;
  const order = (action: string) => () => void ask(`bot/${action}`);
  return (
    <fieldset class="controls" aria-label="The bot's process">
      <button type="button" class="button" disabled={phase !== "running"} onClick={order("restart")}>
        Restart
      </button>
      <button type="button" class="button danger" disabled={phase === "stopped"} onClick={order("kill")}>
        Kill -9
      </button>
      {phase === "stopped" ? (
        <button type="button" class="button primary" onClick={order("start")}>
          Start
        </button>
      ) : (
        <button type="button" class="button" disabled={phase === "stopping"} onClick={order("stop")}>
          Stop
        </button>
      )}
    </fieldset>
  );
}

function LayoutButton() {
  const isColumns = wantedLayout.value === "columns";
  const turn = () => {
    wantedLayout.value = isColumns ? "single" : "columns";
  };
  return (
    <IconButton
      icon={isColumns ? "columns" : "single"}
      label={isColumns ? "Show one chat at a time" : "Show people side by side"}
      onClick={turn}
    />
  );
}

const nextTheme = { auto: "dark", dark: "light", light: "auto" } as const satisfies Record<Theme, Theme>;
const themeIcon = { auto: "theme", dark: "moon", light: "sun" } as const;

function ThemeButton() {
  const now = theme.value;
  const turn = () => {
    theme.value = nextTheme[now];
  };
  return <IconButton icon={themeIcon[now]} label={`Theme: ${now}. Press for ${nextTheme[now]}`} onClick={turn} />;
}
