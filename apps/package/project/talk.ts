import { BotProcess, expect, startTelegram } from "holdfast/harness";

await using telegram = await startTelegram();
const account = telegram.bot({ username: "count_bot" });
await using bot = new BotProcess({
  telegram,
  account,
  command: [process.execPath, "dist/count-bot.js"],
  env: { TELEGRAM_TOKEN: account.token, TELEGRAM_API_ROOT: telegram.apiRoot },
});
await bot.start();
const alice = telegram.user({ firstName: "Alice" });
await alice.send("/count");
await expect(alice).toSee("That makes 1.");
await bot.kill();
await bot.start();
await alice.send("/count");
const [answer] = await expect(alice).toSee(/That makes 2\./);
telegram.assertSound();
console.log(`Alice saw "${answer}" on Node ${process.versions.node}`);
