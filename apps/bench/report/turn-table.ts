import type { TurnFigures } from "../turns.ts";
import { figure, table } from "./table.ts";

export const turnTable = (count: number, { before, after, beforeAtOnce, afterAtOnce, bytesPerTurn }: TurnFigures) =>
  table(
    ["turns", "message to agent, ms", "agent to answer, ms", "kB each"],
    [
      [`${count}, one after the other`, figure(before), figure(after), "–"],
      [`${count} at once`, figure(beforeAtOnce), figure(afterAtOnce), figure(bytesPerTurn / 1e3)],
    ],
  );
