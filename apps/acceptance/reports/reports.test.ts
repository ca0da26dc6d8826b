import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SaxesParser } from "saxes";
import { beforeAll, describe, expect, test } from "vitest";
import { expect as see, startTelegram, type Transcript } from "#harness";
import { describeInBrowser, openPage } from "../../playground/testing/browser.ts";
import { htmlPage } from "./html.ts";
import { junitXml } from "./junit.ts";
import type { Played, Report } from "./report.ts";
import { writeReports } from "./write.ts";

const HOSTILE = `</pre><script>alert("1")</script> & 'so' ]]> \u0000\u001b[31m \ud800 on`;

/** A run in which Alice hopes in vain, played here and now. */
async function failedRun(): Promise<Played> {
  await using telegram = await startTelegram();
  const { token } = telegram.bot({ username: "some_bot" });
  const [alice, bob] = [telegram.user({ firstName: "Alice" }), telegram.user({ firstName: "Bob" })];
  await bob.send("I am here, too");
  await alice.send(`/start ${HOSTILE}`);
  const ask = async (method: string, given: object) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify(given);
    const response = await fetch(`${telegram.apiRoot}/bot${token}/${method}`, { method: "POST", headers, body });
    return (await response.json()) as { result: { update_id: number }[] };
  };
  const { result } = await ask("getUpdates", {});
  await ask("getUpdates", { offset: (result.at(-1)?.update_id ?? 0) + 1 });
  const reply_markup = { inline_keyboard: [[{ text: "Again", callback_data: "again" }]] };
  await ask("sendMessage", { chat_id: alice.id, text: "Welcome", reply_markup });
  await ask("sendMessage", { chat_id: 1, text: "Lost" });
  const reason = await see(alice)
    .toSee("Farewell")
    .then(() => "it came", String);
  const transcript = telegram.transcript();
  return { ...passed, title: `Alice sees <b>${HOSTILE}`, state: "failed", evidence: [HOSTILE], reason, transcript };
}

const passed: Played = { title: "All is well", column: "polling", state: "passed", evidence: ["3 < 4"], ms: 1_250 };
const nothing: Transcript = { chats: [], otherChats: 0, calls: [], logs: [] };
const skipped: Played = { ...passed, column: "webhook", state: "skipped", evidence: [], reason: "no redis", ms: 0 };

const reportOf = (...played: readonly Played[]): Report => ({
  title: "Some & bot",
  played,
  checklist: "✔ All is well",
  summary: "1 ✔, 1 ✘.",
  at: Date.UTC(2030, 0, 2),
});

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** The elements of a document, in their order. @throws if it is not well-formed. */
function parse(xml: string): readonly Node[] {
  const nodes: Node[] = [];
  const open: Node[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const node = { name, attributes: attributes as Record<string, string>, text: "" };
    nodes.push(node);
    open.push(node);
  });
  parser.on("text", (text) => {
    const inner = open.at(-1);
    if (inner) inner.text += text;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(xml).close();
  return nodes;
}

let failed: Played;
beforeAll(async () => {
  failed = await failedRun();
});

describe("JUnit XML", () => {
  test("is well-formed whatever the texts, with a case for each scenario in each column", () => {
    const nodes = parse(junitXml(reportOf(failed, passed, skipped)));
    const named = (name: string) => nodes.filter((node) => node.name === name);
    expect(named("testsuites")[0]?.attributes).toMatchObject({ name: "Some & bot", tests: "3", failures: "1" });
    expect(named("testsuite").map(({ attributes }) => attributes)).toMatchObject([
      { name: "polling", tests: "2", failures: "1", skipped: "0", time: "2.500" },
      { name: "webhook", tests: "1", failures: "0", skipped: "1", time: "0.000" },
    ]);
    expect(named("testcase").map(({ attributes }) => attributes)).toMatchObject([
      { classname: "polling", name: expect.stringContaining(`</pre><script>alert("1")</script> & 'so' ]]> \ufffd`) },
      { classname: "polling", name: "All is well", time: "1.250" },
      { classname: "webhook", name: "All is well" },
    ]);
  });

  test("says why one failed or was skipped, and what was seen", () => {
    const nodes = parse(junitXml(reportOf(failed, passed, skipped)));
    const named = (name: string) => nodes.filter((node) => node.name === name);
    expect(named("failure")[0]?.attributes.message).toMatch(/Alice expected to see "Farewell"/);
    expect(named("failure")[0]?.text).toContain("some_bot (3): Welcome [Again]");
    expect(named("skipped")[0]?.attributes.message).toBe("no redis");
    expect(named("system-out").map(({ text }) => text)).toEqual([expect.stringContaining("on"), "3 < 4"]);
  });
});

describe("the HTML report", () => {
  test("names the command that opens the playground where a scenario failed", () => {
    const open = `holdfast play --scenario a.ts --title 'It "counts" & <sums>'`;
    const page = htmlPage(reportOf({ ...failed, open }));
    expect(page).toContain("holdfast play --scenario a.ts --title &#39;It &quot;counts&quot; &amp; &lt;sums&gt;&#39;");
  });

  test("marks a call that nobody answered, and a poll that waits as every bot's does", () => {
    const pending = (method: string) => ({ number: 1, at: 0, bot: "some_bot", method, arguments: {} });
    const transcript = { ...nothing, calls: [pending("getUpdates"), pending("sendMessage")] };
    const page = htmlPage(reportOf({ ...failed, transcript }));
    expect(page).toContain('<summary class="waiting"><code>getUpdates</code>');
    expect(page).toContain('<summary class="unanswered"><code>sendMessage</code>');
  });

  test("needs nothing but itself", () => {
    const page = htmlPage(reportOf(passed, failed));
    expect(page).not.toMatch(/\b(src|href)=|url\(|@import|<script/);
    expect(page).toContain("&lt;script&gt;");
  });

  test("is written where it is wanted, beside the XML", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "reports-"));
    const files = { junit: join(directory.path, "out/junit.xml"), html: join(directory.path, "report.html") };
    await writeReports(reportOf(passed), files);
    expect(await readFile(files.junit, "utf8")).toMatch(/^<\?xml/);
    expect(await readFile(files.html, "utf8")).toMatch(/^<!doctype html>/);
  });
});

describeInBrowser("the HTML report in a browser", () => {
  test("shows failures first, what people saw beside the calls, and fits a phone", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "reports-"));
    const file = join(directory.path, "report.html");
    await writeFile(file, htmlPage(reportOf(passed, failed)));
    await using browser = await openPage(`file://${file}`, { viewport: { width: 360, height: 740 } });
    const { page, complaints } = browser;
    const runs = page.locator("details.run");
    expect(await runs.first().getByRole("heading", { level: 2 }).textContent()).toContain("Alice sees <b>");
    expect(await runs.first().getByText("Welcome", { exact: true }).isVisible()).toBe(true);
    expect(await runs.first().getByText("I am here, too", { exact: true }).isVisible()).toBe(true);
    const refused = page.locator("summary.refused");
    expect(await refused.textContent()).toMatch(/sendMessage refused/);
    await refused.click();
    expect(await page.getByText("chat not found").first().isVisible()).toBe(true);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    const left = () =>
      page.locator(".sides > section").evaluateAll((all) => all.map((one) => (one as HTMLElement).offsetLeft));
    expect(new Set(await left()).size).toBe(1);
    await page.setViewportSize({ width: 1200, height: 800 });
    expect(new Set(await left()).size).toBe(2);
    expect(complaints).toEqual([]);
  });
});
