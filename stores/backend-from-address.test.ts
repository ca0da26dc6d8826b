import { expect, test } from "vitest";
import { SetupInvalid } from "#core";
import { backendFromAddress } from "./index.ts";

test.each([
  ["sqlite:sessions/bot_data.sqlite", "SQLite", "sessions/bot_data.sqlite"],
  ["sqlite:/var/lib/bot/data.sqlite", "SQLite", "/var/lib/bot/data.sqlite"],
  ["redis://user:s3cret@example.org:6380/2", "Redis", "redis://example.org:6380/2"],
  ["rediss://:s3cret@example.org", "Redis", "rediss://example.org"],
  ["memory:", "memory", "this process"],
])("%s is %s at %s", (address, name, place) => {
  expect(backendFromAddress(address)).toMatchObject({ name, place });
});

test.each([
  "",
  "sqlite:",
  "sqlite",
  "memory:x",
  "mongodb://user:s3cret@host/db",
  "s3cret",
  "redis:",
  "redis://:s3cret@",
  "REDIS:x",
])("the address %j is refused, without being repeated", (address) => {
  const refused = () => backendFromAddress(address);
  expect(refused).toThrow(SetupInvalid);
  expect(refused).not.toThrow(/s3cret/);
});
