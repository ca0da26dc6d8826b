import { InlineKeyboard } from "grammy";
import type { Preferences } from "#core";

/** What the buttons carry. All begin alike, so that those of an ended dialogue are known, too. */
export const PRESS =
  /^preferences:(?:(done|ask)|(autoCompact|showTranscription|confirmTranscription|showUsage):(true|false))$/;
export const ANY_PRESS = /^preferences:/;

export const panelText = ({
  autoCompact,
  showTranscription,
  maxTurnsBeforeCompact,
  showUsage,
  confirmTranscription,
}: Preferences) =>
  `⚙️ Preferences:
  • auto_compact: ${autoCompact}
  • show_transcription: ${showTranscription}
  • max_turns_before_compact: ${maxTurnsBeforeCompact}
  • show_usage: ${showUsage}
  • confirm_transcription: ${confirmTranscription}`;

/** A toggle carries the value to set, not "the other one": pressed twice in a hurry, it is set once. */
export const panelButtons = ({
  autoCompact,
  showTranscription,
  maxTurnsBeforeCompact,
  showUsage,
  confirmTranscription,
}: Preferences) =>
  new InlineKeyboard()
    .text(`auto_compact: ${autoCompact}`, `preferences:autoCompact:${!autoCompact}`)
    .row()
    .text(`show_transcription: ${showTranscription}`, `preferences:showTranscription:${!showTranscription}`)
    .row()
    .text(`max_turns_before_compact: ${maxTurnsBeforeCompact}`, "preferences:ask")
    .row()
    .text(`show_usage: ${showUsage}`, `preferences:showUsage:${!showUsage}`)
    .row()
    .text(`confirm_transcription: ${confirmTranscription}`, `preferences:confirmTranscription:${!confirmTranscription}`)
    .row()
    .text("✅ Done", "preferences:done");
