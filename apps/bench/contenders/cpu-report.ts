/** Tells the parent, when asked, how much CPU this process has used so far, in µs. */
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.on("disconnect", () => process.exit());
