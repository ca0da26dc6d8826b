import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeInBrowser } from "./testing/browser.ts";
import { botByHand } from "./testing/by-hand.ts";
import { tone } from "./testing/tone.ts";

const picture = await readFile(join(import.meta.dirname, "../../harness/playground/playground.png"));

describeInBrowser("what is sent from a person's phone", () => {
  /** Alice chooses these files, as what an item of the menu says. */
  async function choose(run: Awaited<ReturnType<typeof botByHand>>, item: string, files: readonly GivenFile[]) {
    await run.alice.chat.getByRole("button", { name: "Attach" }).click();
    const chooser = run.page.waitForEvent("filechooser");
    await run.page.getByRole("menuitem", { name: item }).click();
    await (await chooser).setFiles(files.map(({ name, mimeType, buffer }) => ({ name, mimeType, buffer })));
  }

  test("a photo with a caption is seen as its bytes show it, and reaches the bot", async () => {
    await using run = await botByHand();
    await choose(run, "Photo or video…", [{ name: "page.png", mimeType: "image/png", buffer: picture }]);
    await run.page.getByLabel("Caption").fill("Look!");
    await run.page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await run.alice.sees("Look!");
    const image = run.alice.chat.getByRole("img", { name: "Look!" });
    await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(1280);
    const photo = (await run.heard())?.photo?.at(-1);
    expect(photo).toMatchObject({ width: 1280, file_size: picture.length });
    expect(run.complaints).toEqual([]);
  });

  test("an album is one message", async () => {
    await using run = await botByHand();
    const files = ["one.png", "two.png", "three.png"].map((name) => ({ name, mimeType: "image/png", buffer: picture }));
    await choose(run, "Photo or video…", files);
    await run.page.getByLabel("Caption").fill("Three of them");
    await run.page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await run.alice.sees("Three of them");
    const album = run.alice.chat.getByRole("listitem");
    await expect.poll(() => album.getByRole("img").count()).toBe(3);
    expect(await album.count()).toBe(1);
    expect(await run.heard()).toHaveProperty("media_group_id");
  });

  test("a voice message plays", async () => {
    await using run = await botByHand();
    await choose(run, "Voice message…", [{ name: "hello.wav", mimeType: "audio/wav", buffer: tone(0.4) }]);
    const voice = run.alice.chat.getByLabel("Voice message");
    await voice.waitFor();
    expect(await run.heard()).toHaveProperty("voice");
    const heard = voice.evaluate(async (element) => {
      const audio = element as HTMLAudioElement;
      const ended = new Promise((resolve) => audio.addEventListener("ended", resolve));
      await audio.play();
      await ended;
      return audio.currentTime;
    });
    expect(await heard).toBeCloseTo(0.4, 1);
    expect(run.complaints).toEqual([]);
  });

  test("a file is downloaded as it was sent, and may run nothing when it is opened", async () => {
    await using run = await botByHand();
    const page = Buffer.from("<script>document.title = 'hacked'</script>");
    await choose(run, "File…", [{ name: "page.html", mimeType: "text/html", buffer: page }]);
    await run.page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    const link = run.alice.chat.getByRole("link", { name: "page.html" });
    const loading = run.page.waitForEvent("download");
    await link.click();
    const loaded = await loading;
    expect(loaded.suggestedFilename()).toBe("page.html");
    expect(await readFile(await loaded.path())).toEqual(page);
    const { headers } = await fetch(new URL((await link.getAttribute("href")) ?? "", run.url));
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("content-disposition")).toMatch(/^attachment/);
  });

  test("a location, a contact, dice, a sticker", async () => {
    await using run = await botByHand();
    const { page, alice } = run;
    const attach = async (item: string) => {
      await alice.chat.getByRole("button", { name: "Attach" }).click();
      await page.getByRole("menuitem", { name: item }).click();
    };
    const send = () => page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await attach("Location…");
    await page.getByLabel("Latitude").fill("52.5");
    await send();
    await alice.sees("52.50000");
    await attach("Contact…");
    await send();
    await alice.sees(/Alice.*\+999/);
    await attach("Dice");
    await alice.chat.getByRole("img", { name: /^🎲 shows [1-6]$/ }).waitFor();
    await attach("Sticker");
    await alice.chat.getByRole("img", { name: "Sticker 👍" }).waitFor();
    expect(await run.heard()).toHaveProperty("sticker");
    expect(run.complaints).toEqual([]);
  });
});

describeInBrowser("what a bot sends beside words", () => {
  test("a poll is voted in, and then shows how it stands", async () => {
    await using run = await botByHand();
    const { alice, post, people } = run;
    const { chat } = await people.alice.send("/start");
    await run.call("sendPoll", { question: "Do you like cats?", options: ["Yes", "No"], is_anonymous: false });
    const poll = alice.chat.getByRole("group", { name: "Poll: Do you like cats?" });
    await poll.getByRole("radio", { name: "Yes" }).click();
    await poll.getByText("100 %").waitFor();
    const updates = (await post("getUpdates", { allowed_updates: ["poll_answer"] })) as { poll_answer?: object }[];
    expect(updates.map((one) => one.poll_answer).find(Boolean)).toMatchObject({
      user: { id: chat.id },
      option_ids: [0],
    });
    await poll.getByRole("button", { name: "Retract the vote" }).click();
    await poll.getByRole("radio", { name: "No" }).waitFor();
    expect(run.complaints).toEqual([]);
  });

  test("several answers are given at once", async () => {
    await using run = await botByHand();
    await run.people.alice.send("/start");
    await run.call("sendPoll", {
      question: "Which ones?",
      options: ["Black", "White", "Red"],
      allows_multiple_answers: true,
    });
    const poll = run.alice.chat.getByRole("group", { name: "Poll: Which ones?" });
    await poll.getByRole("checkbox", { name: "Black" }).check();
    await poll.getByRole("checkbox", { name: "Red" }).check();
    await poll.getByRole("button", { name: "Vote" }).click();
    await poll.getByText("Black ✓").waitFor();
    expect(await poll.getByText("100 %").count()).toBe(2);
  });
});

interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}
