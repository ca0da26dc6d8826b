import { describe } from "vitest";
import { backups } from "./backups.ts";
import { concurrency } from "./concurrency.ts";
import { copying } from "./copying.ts";
import { entries } from "./entries.ts";
import { inboxLog } from "./inbox-log.ts";
import { lifecycle } from "./lifecycle.ts";
import { marks } from "./marks.ts";
import { model } from "./model.ts";
import { ownership } from "./ownership.ts";
import { scanning } from "./scanning.ts";
import { type ContractOptions, type MakeBackend, StoreUnderTest, type Subject } from "./store-under-test.ts";

/**
 * The definition of `Backend`, to be run by vitest on every store: call it in the store's test file with a factory.
 * Each test gets a fresh store in a temporary directory of its own.
 */
export function backendContract(name: string, make: MakeBackend, options: ContractOptions = {}): void {
  const subject: Subject = { options, open: () => StoreUnderTest.open(make, options) };
  describe(`${name} keeps the contract of Backend`, () => {
    for (const part of [entries, marks, scanning, inboxLog, ownership, concurrency, copying, backups, lifecycle, model])
      part(subject);
  });
}
