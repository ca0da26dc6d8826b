export { CommandTranscriber, type CommandTranscriberOptions, wantsWav } from "./command-transcriber.ts";
export { OpenAiTranscriber, type OpenAiTranscriberOptions } from "./openai-transcriber.ts";
export { VoicePlugin } from "./voice.ts";
