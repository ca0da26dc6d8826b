#!/usr/bin/env node
// Nothing is imported statically here: an older Node must get as far as this check to say what is missing.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`holdfast needs Node 22.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
const { main } = await import("./cli.ts");
// Whoever reads the output may have heard enough, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});
const code = await main(process.argv);
// What a slow reader has not yet taken would be lost.
for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write("", resolve));
process.exit(code);

export {};
