import type { Command } from "./run-program.ts";

/** Makes of any recording what most speech programs want: one channel of 16 kHz. */
export const wavCommand = (file: string, wav: string): Command => [
  "ffmpeg",
  ...["-nostdin", "-v", "error"],
  // Else a playlist that somebody sends as a song is followed: to other files of this machine, or into its network.
  ...["-protocol_whitelist", "file", "-format_whitelist", RECORDINGS, "-i", file],
  ...["-ac", "1", "-ar", "16000", "-f", "wav", wav],
];

/** By the names that ffmpeg has for them. */
const RECORDINGS = "ogg,mov,mp3,aac,flac,wav,matroska,amr,aiff,caf,asf,avi";
