import { useLayoutEffect, useRef } from "preact/hooks";
import type { PlayedState } from "../../panels/played-scenario.ts";
import { scenario } from "../state/scenario.ts";
import type { Panel } from "./panel.ts";
import { Scrolled } from "./scrolled.tsx";

export const scenarioPanel: Panel = {
  id: "scenario",
  label: "Scenario",
  icon: "scenario",
  title: "The scenario played here",
  Content: Scenario,
  isThere: () => scenario.value !== undefined,
};

const says = {
  playing: "It is being played…",
  passed: "✔ It has passed. Its stage stays as it is.",
  failed: "✘ It has failed here. Its stage stays as it is: look around, and talk to the bot.",
} as const;

/** The steps of the scenario, and at the one that failed, what was seen instead. */
function Scenario() {
  const played = scenario.value;
  if (!played) return null;
  const { title, file, state, steps, line, report } = played;
  const isMarked = steps.some((step) => step.state === "failed");
  return (
    <Scrolled label="Its steps">
      <h3>{title}</h3>
      <p class="nothing">{line === undefined ? file : `${file}:${line}`}</p>
      <p role="status" class="verdict" data-state={state}>
        {says[state]}
      </p>
      {/* What stands at no step comes before them. */}
      {report !== undefined && !isMarked && <Report text={report} />}
      <ol class="steps mono">
        {steps.map((step) => (
          <Step key={step.line} step={step} report={step.state === "failed" ? report : undefined} />
        ))}
      </ol>
    </Scrolled>
  );
}

interface StepProps {
  readonly step: PlayedState["steps"][number];
  readonly report: string | undefined;
}

const marks = { done: "✔", failed: "✘", "not reached": "·", unknown: "·" } as const;

function Step({ step: { line, text, state }, report }: StepProps) {
  const element = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    const scrolled = element.current?.closest(".panel-scroll");
    if (state !== "failed" || !element.current || !scrolled) return;
    // Not scrollIntoView: that would move the page, too.
    scrolled.scrollTop += element.current.getBoundingClientRect().top - scrolled.getBoundingClientRect().top - 60;
  }, [state]);
  return (
    <li ref={element} data-state={state} aria-current={state === "failed" ? "step" : undefined}>
      <span class="mark" aria-hidden="true">
        {marks[state]}
      </span>
      <span class="line">{line}</span>
      <span class="unseen">{state}: </span>
      <pre>{text}</pre>
      {report !== undefined && <Report text={report} />}
    </li>
  );
}

/** First what was seen instead; the calls behind it and the bot's last lines for who wants them. */
function Report({ text }: { readonly text: string }) {
  const [headline = "", seen = "", ...behind] = text.split("\n\n");
  return (
    <section class="report mono" aria-label="Why it failed">
      <pre>{`${headline}\n\n${seen}`.trim()}</pre>
      {behind.length > 0 && (
        <details>
          <summary>The calls behind it</summary>
          <pre>{behind.join("\n\n")}</pre>
        </details>
      )}
    </section>
  );
}
