import assert from "node:assert/strict";
import { setTimeout as instant } from "node:timers/promises";
import { type BotProcess, randomFrom } from "#harness";
import { soundness } from "../stage/soundness.ts";
import { Talker } from "../stage/talker.ts";
import { scenario } from "./scenario.ts";
import { statusOf, withoutAutoCompact } from "./status.ts";

const USERS = 8;
const wish = { on: "polling · sqlite", env: () => ({ ECHO_DELAY: "25", LOG_LEVEL: "warn" }) } as const;

/** How a life ends, and how often, for each kill that is asked for. */
const endings = {
  Killed: { end: (bot: BotProcess) => bot.kill(), share: 1 },
  Stopped: { end: (bot: BotProcess) => bot.stop(), share: 0.3 },
};

for (const [how, { end, share }] of Object.entries(endings)) {
  scenario(
    `${how} at random instants under load: every message is counted once and answered, in order`,
    wish,
    async (stage) => {
      const { telegram, bot, effort, note } = stage;
      const lives = Math.ceil(effort.kills * share);
      const random = randomFrom(effort.seed);
      const users = Array.from({ length: USERS }, (_, index) => telegram.user({ firstName: `User${index + 1}` }));
      await Promise.all(users.map(withoutAutoCompact));
      const talkers = users.map((user) => new Talker(user, telegram.canaries.plant(user, `secret of ${user.id}`)));

      for (let life = 0; life < lives; life++) {
        // Each from a seed of their own: who speaks first is up to the machine.
        const speaking = talkers.map((talker) => speakNowAndThen(talker, randomFrom(random() * 2 ** 32)));
        // The one thing here that no event can name; now and then the bot has not even finished starting.
        await instant(random() * 400);
        await end(bot);
        await Promise.all(speaking);
        await bot.start(random() < 0.25 ? { until: "spawned" } : {});
      }
      await Promise.all(talkers.map((talker) => talker.done()));

      for (const { user, sent } of talkers) assert.equal((await statusOf(user)).turnCount, sent, user.firstName);
      assert.equal((await stage.holdfast(["inbox", "list"])).output, "Nothing was set aside.");
      await bot.stop();
      const sum = (count: (talker: Talker) => number) => talkers.reduce((total, talker) => total + count(talker), 0);
      note(
        `seed ${effort.seed}: ${how.toLowerCase()} ${lives} times, ${USERS} users, ${sum(({ sent }) => sent)} messages`,
      );
      note(
        `all counted once and answered in order; ${sum(({ receipts }) => receipts)} receipts retried` +
          ` (${sum(({ refusedPresses }) => refusedPresses)} presses refused), ${sum(({ duplicates }) => duplicates)} duplicate answers`,
      );
      note(await soundness(stage));
    },
  );
}

async function speakNowAndThen(talker: Talker, random: () => number): Promise<void> {
  for (let count = Math.floor(random() * 6); count > 0; count--) {
    await instant(random() * 120);
    await talker.speak();
  }
}
