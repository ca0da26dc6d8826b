import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Progress } from "#core";
import { makeFile } from "./private-files.ts";
import type { Verdict } from "./verdict.ts";

/** What the thread of `backup-worker.ts` is asked to do. */
export interface Task {
  readonly file: string;
  /** A database to fill the file from first. */
  readonly source?: string;
  /** How many entries the file must hold, if that is known. */
  readonly entries?: number;
  /** The file is ours, and is to be kept: as one file, without what belongs to a running process. */
  readonly lasting?: boolean;
}

export type Message =
  | { readonly done: number; readonly total: number }
  | { readonly result: Verdict }
  | { readonly failure: string; readonly errcode: unknown };

/** @throws what went wrong there, with SQLite's `errcode` if it was SQLite. */
export async function onThread(task: Task, progress: Progress = () => {}, signal?: AbortSignal): Promise<Verdict> {
  signal?.throwIfAborted();
  // Beside this file, whether both are compiled or not. Without the options of this process, which are not meant for it.
  const program = new URL(`./backup-worker${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(program, { workerData: task, execArgv: [] });
  const { promise, resolve, reject } = Promise.withResolvers<Verdict>();
  worker.on("message", (message: Message) => {
    if ("result" in message) resolve(message.result);
    else if ("failure" in message) reject(Object.assign(new Error(message.failure), { errcode: message.errcode }));
    else progress(message.done, message.total);
  });
  worker.once("error", reject);
  worker.once("exit", () => reject(new Error("The thread ended early.")));
  const giveUp = () => reject(signal?.reason);
  signal?.addEventListener("abort", giveUp, { once: true });
  try {
    return await promise;
  } finally {
    signal?.removeEventListener("abort", giveUp);
    // What it has open is closed when this is done.
    await worker.terminate();
  }
}

/** Reads a file of ours from beginning to end. @throws {Error} saying in words that complete "The file …" what is wrong. */
export const verifyFile = (file: string): Promise<Verdict> => onThread({ file, lasting: true });

/** Copies a file of ours, which is only read, into one that does not exist yet. @throws {Error} as {@link verifyFile}. */
export async function copyOfFile(source: string, file: string): Promise<Verdict> {
  makeFile(file);
  return onThread({ source, file, lasting: true });
}
