import { expect as assert, test } from "vitest";
import { createBot } from "#core";
import { expect } from "#harness";
import { memoryBackend } from "#stores";
import { setStage } from "../stage.fixture.ts";
import { MottoPlugin } from "./motto.ts";

test("settings have defaults, and the operator may change them", async () => {
  await using plain = await setStage({ plugins: [MottoPlugin] });
  await plain.alice.send("/motto");
  await expect(plain.alice).toSee(/^Slow is smooth\.$/);
  await using set = await setStage({ plugins: [MottoPlugin], settings: { motto: { text: "Ahoy!", times: 2 } } });
  await set.alice.send("/motto");
  await expect(set.alice).toSee(/^Ahoy! Ahoy!$/);
});

test("a wrong setting stops the start, and is named", () => {
  const settings = { motto: { times: "many" } };
  const create = () => createBot({ token: "1:x", backend: memoryBackend(), plugins: [MottoPlugin], settings });
  assert(create).toThrow(/settings of the plugin "motto" are invalid: times: /);
});
