import { html } from "hono/html";
import type { Played, Report } from "./report.ts";

/**
 * The report as JUnit XML: a suite for each column, a case for each scenario in it.
 * @see https://github.com/testmoapp/junitxml
 */
export function junitXml({ title, played, at }: Report): string {
  const columns = [...Map.groupBy(played, ({ column }) => column)];
  // What escapes text for HTML does so for XML.
  const suites = html`<testsuites name="${clean(title)}" ${totals(played)}>${columns.map(
    ([column, cases]) => html`
  <testsuite name="${clean(column)}" timestamp="${new Date(at).toISOString()}" ${totals(cases)}>${cases.map(testCase)}
  </testsuite>`,
  )}
</testsuites>
`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${suites}`;
}

function totals(played: readonly Played[]) {
  const count = (state: Played["state"]) => played.filter((one) => one.state === state).length;
  const ms = played.reduce((sum, one) => sum + one.ms, 0);
  return html`tests="${played.length}" failures="${count("failed")}" errors="0" skipped="${count("skipped")}" time="${seconds(ms)}"`;
}

function testCase({ title, column, state, reason = "", evidence, ms }: Played) {
  const [headline = ""] = reason.split("\n", 1);
  return html`
    <testcase classname="${clean(column)}" name="${clean(title)}" time="${seconds(ms)}">${[
      state === "failed" ? html`<failure message="${clean(headline)}">${clean(reason)}</failure>` : "",
      state === "skipped" ? html`<skipped message="${clean(headline)}"/>` : "",
      evidence.length > 0 ? html`<system-out>${clean(evidence.join("\n"))}</system-out>` : "",
    ]}</testcase>`;
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);

/** XML has no way to write these, not even escaped. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const clean = (text: string) => text.replace(UNWRITABLE, "\u{FFFD}");
