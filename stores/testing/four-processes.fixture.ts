import { expect, vi } from "vitest";
import { type Backend, openSessions } from "#core";
import { StoreProcess } from "./store-process.ts";

const USER = 4711;

/** Four processes count in one user's session, and one of them is killed over it: every change must be there. */
export async function countInFour(address: string, backend: Backend): Promise<void> {
  const counting = [1, 2, 3].map(() => StoreProcess.start("count", address, String(USER), "100"));
  await using killed = StoreProcess.start("count", address, String(USER), "1000000");
  await vi.waitFor(() => expect(toldBy(killed)).toBeGreaterThan(20), { timeout: 20_000 });
  await killed.kill();
  for (const child of counting) expect((await child.end()).split("\n").at(-1)).toBe("100");
  const sessions = openSessions(backend);
  const { turnCount = 0 } = (await sessions.read(USER)) ?? {};
  // Its last change may have been written, and it was killed before it could say so.
  expect([300 + toldBy(killed), 301 + toldBy(killed)]).toContain(turnCount);
  // No lock is left behind.
  expect(await sessions.update(USER, (session) => session.countTurn())).toBe(turnCount + 1);
}

const toldBy = (child: StoreProcess) => Number(child.said.split("\n").at(-1));
