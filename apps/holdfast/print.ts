import { once } from "node:events";

/** Prints a line of many, no faster than they are read, so that a slow reader does not make us keep them all. */
export async function print(line: string): Promise<void> {
  console.log(line);
  if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
}
