/** What a contender's process has cost so far. */
export interface Usage {
  /** User and system, all threads, in µs. */
  readonly cpuMicros: number;
  /** The most memory it ever had, in bytes. */
  readonly peakBytes: number;
}

/** Tells the parent, when asked. */
process.on("message", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.send?.({ cpuMicros: userCPUTime + systemCPUTime, peakBytes: maxRSS * 1_024 } satisfies Usage);
});
process.on("disconnect", () => process.exit());
// Being asked now and then is no reason to stay alive.
process.channel?.unref();
