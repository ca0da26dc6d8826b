import { extname } from "node:path";
import type { Refused } from "../scripted/failure.ts";
import type { Wish } from "./request.ts";

/** What the API has against a request; undefined: nothing. */
export function objectionTo({ file, model, language, format }: Wish): Refused | undefined {
  if (model === "") return { status: 400, message: "you must provide a model parameter" };
  if (!(format in formats)) return { status: 400, message: `Invalid response_format '${format}'.` };
  if (language !== "" && !/^[a-z]{2,3}$/.test(language)) {
    return {
      status: 400,
      message: `Invalid language '${language}'. Language parameter must be specified in ISO-639-1 format.`,
    };
  }
  if (file.bytes.length > MOST_BYTES) {
    return {
      status: 413,
      message: `Maximum content size limit (${MOST_BYTES}) exceeded (${file.bytes.length} bytes read)`,
    };
  }
  const begins = beginnings[extname(file.name).slice(1)];
  if (!begins) {
    return {
      status: 400,
      message: `Invalid file format. Supported formats: ${JSON.stringify(Object.keys(beginnings))}`,
    };
  }
  if (!begins.test(Buffer.from(file.bytes.subarray(0, 12)).toString("latin1"))) {
    return { status: 400, message: "Audio file might be corrupted or unsupported" };
  }
  return undefined;
}

/** How an answer looks in each. */
export const formats: Readonly<Record<string, (text: string) => string | object>> = {
  json: (text) => ({ text }),
  text: (text) => `${text}\n`,
};

const MOST_BYTES = 25 * 1024 * 1024;

const mpeg = /^(ID3|\xff[\xe0-\xff])/;
const mp4 = /^.{4}ftyp/s;

/** What files of these formats begin with. */
const beginnings: Readonly<Record<string, RegExp>> = {
  flac: /^fLaC/,
  m4a: mp4,
  mp3: mpeg,
  mp4,
  mpeg,
  mpga: mpeg,
  ogg: /^OggS/,
  wav: /^RIFF.{4}WAVE/s,
  webm: /^.E\xdf\xa3/s,
};
