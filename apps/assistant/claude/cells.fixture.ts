import { test } from "vitest";
import { isRedisInstalled } from "#stores/testing";
import { type Column, columns } from "../../acceptance/stage/column.ts";

/** A way to run the bot, and a test that is played in it where there is a Redis, if it needs one. */
export interface Cell {
  readonly column: Column;
  readonly played: (title: string, play: () => Promise<void>) => void;
}

export const cells: readonly Cell[] = columns.map((column) => {
  const isLeftOut = column.store === "redis" && !isRedisInstalled() && process.env.HOLDFAST_REQUIRE_ALL !== "1";
  return { column, played: isLeftOut ? test.skip : test };
});

/**
 * Each way to receive and each store once, for what takes long. What Claude Code adds knows of neither, and in all four
 * the crash campaign kills the bot at every step of a turn.
 */
export const oneOfEach = cells.filter(({ column }) => (column.mode === "polling") === (column.store === "sqlite"));
