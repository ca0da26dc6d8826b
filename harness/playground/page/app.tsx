import { AlertDialog } from "./alert-dialog.tsx";
import { DialogBox } from "./dialog-box.tsx";
import { OpenPanel } from "./panels/open-panel.tsx";
import { PanelRail } from "./panels/panel-rail.tsx";
import { ChatList } from "./people/chat-list.tsx";
import { Phones } from "./people/phones.tsx";
import { PopUpMenu } from "./pop-up-menu.tsx";
import { bot } from "./state/live.ts";
import { isNarrow, layout, place } from "./state/view.ts";
import { TopBar } from "./top-bar.tsx";

/** The whole page: people's phones in the middle, what goes on behind them at the side. */
export function App() {
  const { trouble } = bot.value;
  const isInChat = isNarrow.value && place.value !== undefined;
  return (
    <div class="app" data-narrow={isNarrow} data-in-chat={isInChat}>
      <TopBar />
      {trouble && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <main class="stage">
        {layout.value === "single" && !isInChat && <ChatList />}
        {(!isNarrow.value || isInChat) && <Phones />}
        <OpenPanel />
        {!isInChat && <PanelRail />}
        <PopUpMenu />
      </main>
      <AlertDialog />
      <DialogBox />
    </div>
  );
}
