import { readFileSync } from "node:fs";
import { parseSync, Visitor } from "oxc-parser";
import type { ScenarioStep } from "#harness";

/** The statements of a scenario in its file; none if it is not written there as `scenario("its title", ...)`. */
export function stepsOf(file: string, title: string): readonly ScenarioStep[] {
  const source = readFileSync(file, "utf8");
  const { program } = parseSync(file, source);
  const steps: ScenarioStep[] = [];
  const lineAt = (offset: number) => source.slice(0, offset).split("\n").length;
  new Visitor({
    CallExpression({ callee, arguments: given }) {
      const [name] = given;
      const play = given.at(-1);
      const isIt = callee.type === "Identifier" && callee.name === "scenario";
      if (!isIt || name?.type !== "Literal" || name.value !== title) return;
      if (play?.type !== "ArrowFunctionExpression" && play?.type !== "FunctionExpression") return;
      if (play.body?.type !== "BlockStatement") return;
      for (const { start, end } of play.body.body) {
        steps.push({ line: lineAt(start), lastLine: lineAt(end), text: source.slice(start, end) });
      }
    },
  }).visit(program);
  return steps;
}
