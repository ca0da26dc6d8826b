import assert from "node:assert/strict";
import { eventually } from "./eventually.ts";
import { scenario } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

scenario("A wrong token: one clear line, exit 1, and the token nowhere", { started: false }, async (stage) => {
  const { bot, holdfast, note } = stage;
  const wrong = `${bot.account.id}:AAwrong-token-of-somebody-else-00000`;
  const { code, output } = await holdfast(["start"], { env: { TELEGRAM_TOKEN: wrong } });
  assert.equal(code, 1, output);
  assert.ok(!output.includes("AAwrong"), output);
  const said = output.split("\n").filter((line) => !line.startsWith('{"level":"'));
  assert.deepEqual(said, ["Telegram refused the token. Is TELEGRAM_TOKEN the one that @BotFather shows for this bot?"]);
  note(said[0]!);
});

const wrongEverywhere = {
  TELEGRAM_TOKEN: "not-a-token",
  ALLOWED_USER_IDS: "123, alice, 456",
  TELEGRAM_API_ROOT: "telegram",
  WEBHOOK_URL: "ftp://example.org",
  PORT: "http",
  DURABILITY: "maybe",
  LOG_LEVEL: "loud",
};

scenario(
  "A bad configuration: every wrong variable is named, exit 1",
  { started: false },
  async ({ holdfast, note }) => {
    const { code, output } = await holdfast(["start"], { env: wrongEverywhere });
    assert.equal(code, 1, output);
    assert.equal(output.split("\n").length, 1, output);
    for (const name of Object.keys(wrongEverywhere)) assert.match(output, new RegExp(`\\b${name}\\b`));
    assert.match(output, /"alice"/, "the bad part is named");
    assert.ok(!output.includes("not-a-token"), output);
    note(output);
  },
);

scenario("A store that nobody knows is refused without its address, exit 1", { started: false }, async (stage) => {
  const { holdfast, note } = stage;
  const { code, output } = await holdfast(["start"], { env: { SESSION_STORE: "postgres://me:hunter2@db/bot" } });
  assert.equal(code, 1, output);
  assert.ok(!output.includes("hunter2"), output);
  const said =
    /^The configuration is wrong: SESSION_STORE is wrong: No store goes by the address postgres:…\. Allowed are sqlite:/;
  assert.match(output.split("\n").at(-1) ?? "", said);
  note(output.split("\n").at(-1)!);
});

scenario("A second bot on the same store waits, says so, and takes over", async ({ alice, bot, anotherBot, note }) => {
  await using second = anotherBot();
  await second.start({ until: /waiting: another process owns the store/ });
  await ask(alice, "one");
  await bot.stop();
  await ask(alice, "two");
  assert.equal((await statusOf(alice)).turnCount, 2);
  assert.equal(await second.stop(), 0);
  note("it waited while the first one answered, and answered when that one had stopped");
});

scenario("Another program on the same token is explained in the log", { on: "polling" }, async (stage) => {
  const { alice, bot, anotherBot, note } = stage;
  await ask(alice, "one");
  await using intruder = anotherBot({ SESSION_STORE: "memory:", PORT: undefined });
  await intruder.start();
  const [line] = await eventually(() => bot.output.match(/.*another program polls with this token.*/));
  await intruder.stop();
  await ask(alice, "two");
  assert.equal((await statusOf(alice)).turnCount, 2);
  note(`${(JSON.parse(line) as { hint: string }).hint}`);
});
