import { mkdtempDisposable, readFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import type { WebhookInfo } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { freePort } from "../bots/free-port.ts";
import { BotProcess, expect, startTelegram } from "../index.ts";
import { until } from "../world/until.ts";
import { type BotByHand, botByHand } from "./by-hand.ts";
import { selfSigned } from "./certificate.fixture.ts";
import { hook } from "./hook.fixture.ts";

const program = new URL("../bots/fixtures/https-bot.mjs", import.meta.url).pathname;
const verifyFailed = "SSL error {error:0A000086:SSL routines::certificate verify failed}";

/** A bot process on a webhook over HTTPS, with a certificate of its own making. */
async function httpsBot({ uploads, host = "localhost" }: { readonly uploads: boolean; readonly host?: string }) {
  const directory = await mkdtempDisposable(`${tmpdir()}/https-`);
  const { key, certificate } = await selfSigned(directory.path, host);
  const telegram = await startTelegram();
  const account = telegram.bot({ username: "https_bot" });
  const env = { BOT_TOKEN: account.token, API_ROOT: telegram.apiRoot, SECRET: "s3cret" };
  const bot = new BotProcess({
    telegram,
    account,
    command: [process.execPath, program],
    env: { ...env, KEY: key, CERTIFICATE: certificate, UPLOADS: uploads ? "1" : "" },
  });
  const info = async (): Promise<WebhookInfo> => {
    const response = await fetch(`${telegram.apiRoot}/bot${account.token}/getWebhookInfo`);
    return ((await response.json()) as { result: WebhookInfo }).result;
  };
  return {
    telegram,
    account,
    bot,
    info,
    alice: telegram.user({ firstName: "Alice" }),
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await telegram[Symbol.asyncDispose]();
      await directory.remove();
    },
  };
}

/** Resolves when an update could not be delivered. */
const refusedOnce = ({ account }: { account: BotByHand["bot"] }) =>
  until({ look: () => account.webhook.lastError, beats: [account.webhook.failed], timeoutMs: 5_000 });

describe("a bot that listens over https", () => {
  test("is trusted by the certificate it uploads, and answers in its reply", async () => {
    await using run = await httpsBot({ uploads: true });
    await run.bot.start();
    await run.alice.send("hello");
    await expect(run.alice).toSee("Safely: hello");
    const { url, ...rest } = await run.info();
    assert(url).toMatch(/^https:\/\/localhost:\d+\/hook$/);
    assert(rest).toMatchObject({ has_custom_certificate: true, ip_address: "127.0.0.1", max_connections: 100 });
    assert(rest).not.toHaveProperty("last_error_message");
    run.telegram.assertSound();
  });

  test("is set all the same without it, and what is wrong shows with the first update", async () => {
    await using run = await httpsBot({ uploads: false });
    await run.bot.start();
    assert((await run.info()).url).toContain("https://localhost:");
    await run.alice.send("hello");
    await refusedOnce(run);
    assert(await run.info()).toMatchObject({
      has_custom_certificate: false,
      pending_update_count: 1,
      last_error_message: verifyFailed,
    });
  });

  test("is not trusted if its certificate is for another host", async () => {
    await using run = await httpsBot({ uploads: true, host: "elsewhere.example" });
    await run.bot.start();
    await run.alice.send("hello");
    await refusedOnce(run);
    assert(await run.info()).toMatchObject({ last_error_message: verifyFailed });
  });
});

describe("setWebhook", () => {
  test("notices that nobody speaks TLS there once an update is on its way", async () => {
    await using hand = await botByHand();
    using target = await hook();
    await hand.result("setWebhook", { url: target.url.replace("http:", "https:") });
    await refusedOnce({ account: hand.bot });
    const { last_error_message = "" }: WebhookInfo = await hand.result("getWebhookInfo");
    assert(last_error_message).toMatch(/^SSL error \{error:[0-9A-F]{8}:SSL routines::[^{}]+\}$/);
    assert(last_error_message).not.toBe(verifyFailed);
  });

  test("takes another address in place of the one its name stands for", async () => {
    await using hand = await botByHand();
    using target = await hook();
    const { port } = new URL(target.url);
    const url = `http://bot.example:${port}/hook`;
    assert(await hand.call("setWebhook", { url, ip_address: "127.0.0.1" })).toMatchObject({ ok: true });
    assert((await target.request(0)).headers.host).toBe(`bot.example:${port}`);
    assert(await hand.result("getWebhookInfo")).toMatchObject({ url, ip_address: "127.0.0.1" });
  });

  test("keeps to as many connections as it is told", async () => {
    await using hand = await botByHand();
    using target = await hook();
    const bob = hand.telegram.user({ firstName: "Bob" });
    hand.bot.updates.clear();
    await hand.result("setWebhook", { url: target.url, max_connections: 1 });
    await hand.alice.send("one");
    await bob.send("two");
    const first = await target.request(0);
    assert(await hand.result("getWebhookInfo")).toMatchObject({ max_connections: 1, pending_update_count: 2 });
    assert(target.requests).toHaveLength(1);
    first.answer(200);
    assert((await target.request(1)).update.message?.text).toBe("two");
  });

  test("refuses an address that is none, and a certificate that is none", async () => {
    await using hand = await botByHand();
    assert(await hand.refusal("setWebhook", { url: hand.telegram.apiRoot, ip_address: "home" })).toBe(
      "400 Bad Request: bad webhook: Invalid IP address specified",
    );
    hand.telegram.clock.advance(1_000);
    const certificate = new File(["no certificate"], "cert.pem");
    assert(await hand.upload("setWebhook", { url: hand.telegram.apiRoot, certificate })).toMatchObject({ status: 400 });
    hand.telegram.clock.advance(1_000);
    const huge = new File([new Uint8Array(3 * 1024 * 1024 + 1)], "cert.pem");
    assert(await hand.upload("setWebhook", { url: hand.telegram.apiRoot, certificate: huge })).toMatchObject({
      description: "Bad Request: certificate size is too big (3145729 bytes)",
    });
  });

  test("is never already set when it comes with a certificate", async () => {
    await using directory = await mkdtempDisposable(`${tmpdir()}/https-`);
    await using hand = await botByHand();
    hand.bot.updates.clear();
    const { key, certificate } = await selfSigned(directory.path);
    const server = createServer({ key: await readFile(key), cert: await readFile(certificate) });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    using _ended = { [Symbol.dispose]: () => server.close() };
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const upload = async () => new File([await readFile(certificate)], "cert.pem");
    const said: unknown[] = [];
    for (const args of [{}, {}, { certificate: await upload() }, { certificate: await upload() }, {}]) {
      said.push((await hand.upload("setWebhook", { url, ...args })).description);
      hand.telegram.clock.advance(1_000);
    }
    assert(said).toEqual([
      "Webhook was set",
      "Webhook is already set",
      "Webhook was set",
      "Webhook was set",
      "Webhook was set",
    ]);
  });
});

describe("a Telegram that is as strict as the cloud", () => {
  const strict = () => botByHand({}, { strictWebhooks: true });

  test.each([
    ["http://127.0.0.1:8443/", "An HTTPS URL must be provided for webhook"],
    ["https://127.0.0.1:8444/", "Webhook can be set up only on ports 80, 88, 443 or 8443"],
  ])("refuses %s", async (url, reason) => {
    await using hand = await strict();
    assert(await hand.refusal("setWebhook", { url })).toBe(`400 Bad Request: bad webhook: ${reason}`);
  });

  test.each(["", ":80", ":88", ":443", ":8443"])("has nothing against https and the port '%s'", async (port) => {
    await using hand = await strict();
    const answer = await hand.call("setWebhook", { url: `https://127.0.0.1${port}/` });
    assert(String(answer.description)).toMatch(/^(Webhook was set|Bad Request: bad webhook: Connection refused)$/);
  });

  test("is more lenient unless it is told", async () => {
    await using hand = await botByHand();
    assert(await hand.refusal("setWebhook", { url: `http://127.0.0.1:${await freePort()}/` })).toBe(
      "400 Bad Request: bad webhook: Connection refused",
    );
  });
});
