#!/usr/bin/env node
// Nothing is imported statically here: an older Node must get as far as this check to say what is missing.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`holdfast needs Node 22.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
const { main } = await import("./cli.ts");
process.exit(await main(process.argv));

export {};
