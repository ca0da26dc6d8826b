import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, describe, test } from "vitest";

const places = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter)];
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const onPath = places.flatMap((place) => names.map((name) => join(place, name)));
const executablePath = (process.env.CHROMIUM ? [process.env.CHROMIUM] : onPath).find(isExecutable);

const MISSING =
  "Chromium is missing, so the playground's page is not tried: apt-get install chromium, or set CHROMIUM to its path.";

/** Tests that need a browser: skipped, with one line that says so, where there is none. */
export function describeInBrowser(title: string, tests: () => void): void {
  if (executablePath) {
    return void describe(title, () => {
      afterAll(closeBrowser);
      tests();
    });
  }
  if (process.env.HOLDFAST_REQUIRE_ALL !== "1") {
    console.warn(MISSING);
    return void describe.skip(title, tests);
  }
  describe(title, () => {
    test("in Chromium", () => {
      throw new Error(MISSING);
    });
  });
}

/** One for all tests of a file: to start it takes longer than most of them. */
let launched: Promise<Browser> | undefined;

async function closeBrowser(): Promise<void> {
  await (await launched)?.close();
  launched = undefined;
}

/** A page that shares nothing with any other. */
export async function openPage(url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  launched ??= chromium.launch({ executablePath: executablePath ?? "chromium", args: ARGUMENTS });
  const context = await (await launched).newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors and warnings the page has caused. */
  readonly complaints: readonly string[];
}

/** What one person of the playground does. */
export function person(page: Page, name: string) {
  const chat = page.getByRole("region", { name, exact: true });
  const field = chat.getByLabel(`Message from ${name}`);
  return {
    chat,
    field,
    /** Where one chat is shown at a time: goes to their first one. */
    async open() {
      const back = page.getByRole("button", { name: "Back to the chats" });
      if (await back.isVisible()) await back.click();
      await page
        .getByRole("region", { name: `Chats of ${name}` })
        .getByRole("button")
        .first()
        .click();
    },
    async say(text: string) {
      await field.fill(text);
      await field.press("Enter");
    },
    /** Waits for the bot, or the person, to have said this. */
    sees: (text: string | RegExp) => chat.getByRole("listitem").filter({ hasText: text }).last().waitFor(),
    /** Opens the menu of their latest message with this text, and chooses something in it. */
    async menu(text: string | RegExp, choice: string) {
      const message = chat.getByRole("listitem").filter({ hasText: text }).last();
      await message.click({ button: "right" });
      await page.getByRole("menu").getByText(choice, { exact: true }).click();
    },
    press: (button: string | RegExp) => chat.getByRole("button", { name: button }).last().click(),
  };
}

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
