import type { Api } from "grammy";
import { GrammyError } from "grammy";
import pRetry, { AbortError } from "p-retry";
import type { InjectionToken } from "tsyringe";
import { CodedError } from "../errors.ts";

/** The files that people send: Telegram keeps them, and hands them out by their ids for as long as it likes. */
export interface TelegramFiles {
  /**
   * @param fileId as it stands in the message.
   * @throws {FileUnavailable}
   */
  fetch(fileId: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

export const TelegramFiles: InjectionToken<TelegramFiles> = Symbol("TelegramFiles");

/** Bots can't download what is larger. In bytes. */
export const MOST_FILE_BYTES = 20 * 1024 * 1024;

/** The file can't be had; the message is a sentence for the user. */
export class FileUnavailable extends CodedError {
  readonly code = "FILE_UNAVAILABLE";
  readonly hint = "Telegram hands files out again later, unless they are too big.";
  /** Whether it may well be had later. Default: true. */
  readonly isPassing: boolean;

  constructor(message: string, { isPassing = true, ...options }: ErrorOptions & { readonly isPassing?: boolean } = {}) {
    super(message, options);
    this.isPassing = isPassing;
  }
}

/** @param apiRoot of the Bot API server that the bot uses. */
export const telegramFiles = (api: Api, apiRoot: string): TelegramFiles => ({
  async fetch(fileId, signal) {
    try {
      return await pRetry(() => download(api, apiRoot, fileId, signal), { retries: 3, minTimeout: 300, signal });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof FileUnavailable) throw error;
      throw new FileUnavailable("Telegram did not hand out the file.", { cause: error });
    }
  },
});

async function download(api: Api, apiRoot: string, fileId: string, signal: AbortSignal) {
  const { file_path: path } = await api.getFile(fileId).catch((error: unknown) => {
    if (!(error instanceof GrammyError)) throw error;
    const isTooBig = error.description.includes("file is too big");
    const reason = isTooBig ? FILE_TOO_BIG : "Telegram does not know this file any more.";
    throw new AbortError(new FileUnavailable(reason, { cause: error, isPassing: !isTooBig }));
  });
  // Its address holds the token, so no error may name it.
  const response = await fetch(`${apiRoot}/file/bot${api.token}/${path}`, { signal });
  if (!response.ok) throw new Error(`The file server answered ${response.status}.`);
  return response.bytes();
}

export const FILE_TOO_BIG = "This is larger than the 20 MB that bots can download.";
