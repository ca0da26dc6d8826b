import { type Composer, type Context, InlineKeyboard } from "grammy";
import { describe, expect, test } from "vitest";
import {
  Agent,
  type Answer,
  type AwaitedTurn,
  createBot,
  inject,
  injectable,
  type Plugin,
  PromptFailed,
  type PromptSource,
  SessionStore,
  Turns,
} from "#core";
import { expect as see } from "#harness";
import { setStage } from "../testing/stage.fixture.ts";

/** Guesses the texts of stickers when the test says so. */
class Guesses implements PromptSource {
  readonly name = "guesses";
  readonly asked: AwaitedTurn[] = [];
  readonly shown: string[] = [];
  holds = false;
  /** What it meets first. */
  readonly failures: Error[] = [];
  private readonly gates = new Map<string, PromiseWithResolvers<string>>();

  async fetch(turn: AwaitedTurn): Promise<string> {
    this.asked.push(turn);
    const failure = this.failures.shift();
    if (failure) throw failure;
    const gate = this.of(turn.details);
    turn.signal.addEventListener("abort", () => gate.reject(turn.signal.reason));
    return gate.promise;
  }

  async present(turn: AwaitedTurn, text: string): Promise<"run" | "hold"> {
    this.shown.push(`${text} (${turn.id})`);
    return this.holds ? "hold" : "run";
  }

  buttonsFor = (turnId: string) =>
    new InlineKeyboard().text("Go", `go:${turnId}`).text("Edit", `edit:${turnId}`).text("Drop", `drop:${turnId}`);

  of(details: string): PromiseWithResolvers<string> {
    const gate = this.gates.get(details) ?? Promise.withResolvers<string>();
    this.gates.set(details, gate);
    return gate;
  }
}

@injectable()
class TalkPlugin implements Plugin {
  readonly name = "talk";
  constructor(
    @inject(SessionStore) private readonly sessions: SessionStore,
    @inject(Turns) private readonly turns: Turns,
    @inject(Guesses) guesses: Guesses,
  ) {
    turns.addSource(guesses);
  }
  install(bot: Composer<Context>): void {
    bot.command("clear", async (ctx) => {
      await this.sessions.update(ctx.from?.id ?? 0, (session) => session.end());
      await ctx.reply("cleared");
    });
    bot.command("guess", (ctx) => this.turns.submitLater(ctx, "guesses", ctx.match));
    bot.callbackQuery(/^(go|edit|drop):(.+)$/, async (ctx) => {
      const [, what, id = ""] = ctx.match;
      const user = ctx.from.id;
      const ok =
        what === "drop"
          ? await this.turns.dropHeld(user, id)
          : await this.turns.submitHeld(user, id, what === "edit" ? "edited" : undefined);
      await ctx.answerCallbackQuery(ok ? "yes" : "no");
    });
    bot.on("message:text", async (ctx) => {
      const submission = await this.turns.submit(ctx, ctx.message.text);
      if (submission.state === "full" || submission.ahead === 0) return;
      const { heldBy, blockedBy } = submission;
      await ctx.reply(`${submission.ahead} ahead`, { reply_markup: heldBy ?? blockedBy });
    });
  }
}

async function setTalk() {
  const ran: string[] = [];
  const agent: Agent = {
    name: "test",
    runsCode: false,
    compact: async () => ({}),
    run: async ({ prompt }): Promise<Answer> => {
      ran.push(prompt);
      return { text: `done ${prompt}` };
    },
  };
  const guesses = new Guesses();
  const options = (given: Guesses | undefined) => ({
    plugins: [TalkPlugin],
    provide: (container: Parameters<NonNullable<Parameters<typeof createBot>[0]["provide"]>>[0]) => {
      container.registerInstance<Agent>(Agent, agent);
      container.registerInstance(Guesses, given ?? new Guesses());
    },
  });
  const stage = await setStage(options(guesses));
  return { ...stage, guesses, ran, options };
}

describe("a turn whose text is still to come", () => {
  test("keeps its place before what is said after it, and counts once", async () => {
    await using stage = await setTalk();
    const { alice, guesses, ran } = stage;
    await alice.send("/guess a cat");
    await alice.send("second");
    await see(alice).toSee("1 ahead");
    guesses.of("a cat").resolve("first");
    await see(alice).toSee("done first");
    await see(alice).toSee("done second");
    expect(ran).toEqual(["first", "second"]);
    expect(guesses.asked).toHaveLength(1);
  });

  test("holds up nobody else", async () => {
    await using stage = await setTalk();
    const { alice, bob, guesses } = stage;
    await alice.send("/guess a cat");
    await bob.send("hello");
    await see(bob).toSee("done hello");
    guesses.of("a cat").resolve("first");
    await see(alice).toSee("done first");
  });

  test("is brought while another one runs or is brought", async () => {
    await using stage = await setTalk();
    const { alice, guesses, ran } = stage;
    await alice.send("/guess one");
    await alice.send("/guess two");
    guesses.of("two").resolve("second");
    guesses.of("one").resolve("first");
    await see(alice).toSee("done second");
    expect(ran).toEqual(["first", "second"]);
  });

  test("is brought anew by the next process, and is not shown twice for what was kept", async () => {
    await using stage = await setTalk();
    const { alice, bot, guesses, options, account, telegram, backend } = stage;
    await alice.send("/guess a cat");
    await alice.send("second");
    await see(alice).toSee("1 ahead");
    await bot.stop();
    expect(guesses.asked[0]!.signal.aborted).toBe(true);
    const after = new Guesses();
    after.of("a cat").resolve("first");
    const { token } = account;
    const next = createBot({ token, apiRoot: telegram.apiRoot, backend, ...options(after) });
    await next.start();
    await see(alice).toSee("done first", { within: 5_000 });
    await see(alice).toSee("done second", { within: 5_000 });
    await next.stop();
    expect(after.shown).toHaveLength(1);
  });

  test("that can't be had is told with the reason, and is brought again at Retry", async () => {
    await using stage = await setTalk();
    const { alice, guesses } = stage;
    guesses.failures.push(new PromptFailed("I can't see it."));
    await alice.send("/guess a cat");
    await see(alice).toSee("❌ I can't see it. Your message is kept.");
    await alice.send("second");
    await see(alice).toSee("1 ahead");
    await see(alice).toSeeButton("🔁 Retry");
    guesses.of("a cat").resolve("first");
    await alice.press("🔁 Retry");
    await see(alice).toSee("done first");
    await see(alice).toSee("done second");
  });

  test("that can't be had can be discarded, and an error that nobody foresaw is not told in its own words", async () => {
    await using stage = await setTalk();
    const { alice, guesses, ran, log } = stage;
    guesses.failures.push(new Error("x is undefined"));
    await alice.send("/guess a cat");
    await see(alice).toSee("❌ Something went wrong. Your message is kept.");
    await alice.press("🗑️ Discard");
    await alice.send("second");
    await see(alice).toSee("done second");
    expect(ran).toEqual(["second"]);
    expect(log.of("prompt not brought")).toHaveLength(1);
  });

  test("is not brought any further when it is cleared", async () => {
    await using stage = await setTalk();
    const { alice, guesses, ran } = stage;
    await alice.send("/guess a cat");
    await alice.send("/clear");
    await see(alice).toSee("cleared");
    await alice.send("second");
    await see(alice).toSee("done second");
    expect(guesses.asked[0]!.signal.aborted).toBe(true);
    expect(ran).toEqual(["second"]);
  });

  test("whose source is gone says so", async () => {
    await using stage = await setTalk();
    const { alice, bot, backend, account, telegram } = stage;
    await alice.send("/guess a cat");
    await alice.send("second");
    await see(alice).toSee("1 ahead");
    await bot.stop();
    const next = createBot({ token: account.token, apiRoot: telegram.apiRoot, backend, plugins: [] });
    await next.start();
    await see(alice).toSee("❌ What this message needs is switched off here.", { within: 5_000 });
    await next.stop();
  });
});

describe("a turn that its source holds", () => {
  async function setHeld() {
    const stage = await setTalk();
    const { alice, guesses } = stage;
    guesses.holds = true;
    guesses.of("a cat").resolve("first");
    await alice.send("/guess a cat");
    await see(alice).toSeeNothing();
    await alice.send("second");
    await see(alice).toSee("1 ahead");
    return stage;
  }

  test("holds up what comes after it, which has the buttons that decide", async () => {
    await using stage = await setHeld();
    const { alice, ran } = stage;
    expect(ran).toEqual([]);
    await alice.press("Go");
    await see(alice).toSee("done second");
    expect(ran).toEqual(["first", "second"]);
  });

  test("runs with another text if that is what is decided", async () => {
    await using stage = await setHeld();
    await stage.alice.press("Edit");
    await see(stage.alice).toSee("done second");
    expect(stage.ran).toEqual(["edited", "second"]);
  });

  test("is given up if that is what is decided", async () => {
    await using stage = await setHeld();
    await stage.alice.press("Drop");
    await see(stage.alice).toSee("done second");
    expect(stage.ran).toEqual(["second"]);
  });

  test("is decided on once", async () => {
    await using stage = await setHeld();
    const { alice } = stage;
    expect(await alice.press("Go")).toBe("yes");
    await see(alice).toSee("done second");
    expect(await alice.press("Go")).toBe("no");
  });

  test("still waits for the decision in the next process", async () => {
    await using stage = await setHeld();
    const { alice, bot, options, account, telegram, backend, ran } = stage;
    await bot.stop();
    const after = new Guesses();
    const next = createBot({ token: account.token, apiRoot: telegram.apiRoot, backend, ...options(after) });
    await next.start();
    await alice.press("Go");
    await see(alice).toSee("done second", { within: 5_000 });
    await next.stop();
    expect(ran).toEqual(["first", "second"]);
    expect(after.asked).toEqual([]);
  });
});
