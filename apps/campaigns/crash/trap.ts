import type { Talker } from "../../acceptance/stage/talker.ts";
import type { CrashStage } from "./stage.ts";
import type { Step } from "./steps.ts";

let latest = 0;

/** A trap at one step of the one message that a user is about to send. */
export interface Trap {
  /** The message is on its way under this update id. */
  sent(updateId: number): void;
  /** Breaks off what is held, once the bot is dead. */
  lift(): void;
}

/** @param sprung called when the bot stands at the step, at once: the kill must follow before it goes on. */
export async function setTrap(stage: CrashStage, target: Talker, step: Step, sprung: () => void): Promise<Trap> {
  const { telegram, gate, bot } = stage;
  const { seenAs, at } = step;
  if (seenAs === "acknowledgement")
    return at === "before" ? beforeAcknowledgement(stage, target, sprung) : afterIt(stage, sprung);
  if (seenAs === "call of getFile" || seenAs === "call of sendMessage" || seenAs === "call of sendMessageDraft") {
    const method = seenAs.slice("call of ".length);
    // A file is nobody's, but nobody else sends any.
    const whose = method === "getFile" ? {} : { chat: target.user, where: isNoNotice };
    const hold = telegram.faults.hold({ method, at, ...whose });
    void hold.held.then(sprung);
    return { sent() {}, lift: () => hold.cut() };
  }
  await gate.set({ number: ++latest, userId: target.user.id, step: seenAs, at }, bot, sprung);
  return { sent() {}, lift: () => gate.lift() };
}

/** That something waits is neither answer nor question. */
const isNoNotice = (call: { text(name: string): string }) => !call.text("text").startsWith("⏳");

/** Polling: the poll whose offset would say it. Webhook: the bot's 2xx, which Telegram has not heard. */
function beforeAcknowledgement({ telegram, column }: CrashStage, { user }: Talker, sprung: () => void): Trap {
  let mine = Number.POSITIVE_INFINITY;
  const hold =
    column.mode === "polling"
      ? telegram.faults.hold({ method: "getUpdates", at: "before", where: (call) => call.integer("offset") > mine })
      : telegram.faults.hold({ method: "webhook", at: "after", chat: user });
  void hold.held.then(sprung);
  return {
    sent: (updateId) => {
      mine = updateId;
    },
    lift: () => hold.cut(),
  };
}

function afterIt({ account }: CrashStage, sprung: () => void): Trap {
  let mine = Number.NaN;
  const end = account.updates.acknowledged.subscribe((id) => {
    if (id === mine) sprung();
  });
  return {
    sent: (updateId) => {
      mine = updateId;
    },
    lift: end,
  };
}
