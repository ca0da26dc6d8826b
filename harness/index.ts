// For what bots ask for: a model, and somebody who listens.
export { type FakeAnthropic, startAnthropic } from "./anthropic/anthropic.ts";
// For scenarios: people, what they see, and the bot's process.
export { BotProcess, BotProcessFailed, type BotProcessOptions, type StartOptions } from "./bots/bot-process.ts";
export type { BotFiles } from "./bots/files/bot-files.ts";
export { type DamageAt, type DamageName, damages } from "./bots/files/damage.ts";
export { type LockKind, lockFile } from "./bots/files/lock.ts";
export { randomFrom } from "./bots/files/seeded-random.ts";
export type { SmallDisk } from "./bots/files/small-disk.ts";
export type { Undoable } from "./bots/files/undo.ts";
export { freePort } from "./bots/free-port.ts";
export type { KeepAlive } from "./bots/supervisor.ts";
export type { Usage } from "./bots/usage-meter.ts";
// For tests in other languages.
export { type Control, type ControlOptions, startControl } from "./control/control.ts";
// For troubles and checks.
export type { Chance } from "./faults/chance.ts";
export type { Fault, FaultAnswer, Meeting, WordedAnswer } from "./faults/fault.ts";
export type { Hold, Stretch } from "./faults/hold.ts";
export type { StandingFault } from "./faults/standing-fault.ts";
export { approximateLimits, type FloodLimits } from "./flood/flood-control.ts";
// For bots in any language.
export { commandLine } from "./foreign/command-line.ts";
export { type CommandSetup, type CommandWish, NotApplicable, startCommand } from "./foreign/start-command.ts";
export { type StageOptions, startStage } from "./foreign/start-stage.ts";
export type { OracleName, Oracles, Problem } from "./oracles/oracles.ts";
export type { EntityTraits } from "./people/entity-in.ts";
export { type Expectation, expect, type Where, type WhereAndWhen } from "./people/expect.ts";
export { ExpectationFailed } from "./people/failure-report.ts";
export type { FileTraits, SeenFile } from "./people/file-in.ts";
export type { Channel, Group } from "./people/group.ts";
export type { Seen } from "./people/reader.ts";
export type { SendOptions, User } from "./people/user.ts";
// For people who watch and play along, in a browser.
export { PlayedScenario, type ScenarioStep } from "./playground/panels/played-scenario.ts";
export { type Playground, type PlaygroundOptions, PortTaken, startPlayground } from "./playground/playground.ts";
export type { Replayed } from "./playground/recording.ts";
// For scenarios as data.
export { Recorder, type RecorderOptions } from "./recorder/recorder.ts";
export type { WrittenScenario } from "./recorder/write-scenario.ts";
export {
  type BareStage,
  type BegunScenario,
  defineScenarios,
  type Scenario,
  type ScenarioKit,
  type Stage,
  setStage,
} from "./scenario.ts";
export type { Call } from "./server/call-log.ts";
export { type FakeTranscription, startTranscription } from "./speech/transcription.ts";
// For whoever sets the stage.
export {
  type FakeTelegram,
  type GroupOptions,
  RunUnsound,
  startTelegram,
  type TelegramOptions,
  type UserOptions,
} from "./telegram.ts";
// For reports.
export type { ChatLine } from "./transcript/chat-line.ts";
export type { ChatTranscript, TranscribedCall, Transcript } from "./transcript/transcript.ts";
export type { BotAccount, BotOptions } from "./world/bot-account.ts";
export type { Retention } from "./world/retention.ts";
export type { ServerClock } from "./world/server-clock.ts";
