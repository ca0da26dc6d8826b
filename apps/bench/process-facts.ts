import { readFileSync } from "node:fs";

/** What a process has of the machine's memory, in bytes: of what it shares with others, its share. Linux only. */
export function memoryOf(pid: number | undefined): number {
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
  return Number(kilobytes) * 1_024;
}

/** When it was started, in ms since 1970, to 10 ms. Linux only. */
export function startOf(pid: number): number {
  const [, fields = ""] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
  const booted = performance.timeOrigin + performance.now() - Number(process.hrtime.bigint()) / 1e6;
  // The 22nd field; two are cut off, because a program may have any name. In hundredths of a second since the boot.
  return booted + Number(fields.split(" ")[19]) * 10;
}

/** A variable of its environment. */
export function variableOf(pid: number, name: string): string | undefined {
  const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  return variables.find((variable) => variable.startsWith(`${name}=`))?.slice(name.length + 1);
}
