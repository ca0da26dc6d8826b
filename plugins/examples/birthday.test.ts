import { expect as assert, test } from "vitest";
import { z } from "zod";
import { openSessions, type Slice } from "#core";
import { expect } from "#harness";
import { setStage } from "../stage.fixture.ts";
import { BirthdayPlugin } from "./birthday.ts";

const BIRTHDAY_V1: Slice<string> = { name: "birthday", version: 1, schema: z.string(), defaults: "" };

test("data of version 1 is converted when it is first read", async () => {
  await using stage = await setStage({ plugins: [BirthdayPlugin] });
  const { alice, bob, backend } = stage;
  await openSessions(backend).update(alice.id, (session) => session.setSlice(BIRTHDAY_V1, "24.12."));
  await alice.send("/birthday");
  await expect(alice).toSee("📅 Day 24 of month 12");
  await bob.send("/birthday");
  await expect(bob).toSee("I don't know it yet.");
  await bob.send("/birthday 31.1.");
  await expect(bob).toSee("Noted.");
  await stage.restart();
  await bob.send("/birthday");
  await expect(bob).toSee("Day 31 of month 1");
});

test("data that can't be converted is set aside alone", async () => {
  await using stage = await setStage({ plugins: [BirthdayPlugin] });
  const { alice, backend } = stage;
  await openSessions(backend).update(alice.id, (session) => {
    session.setSlice(BIRTHDAY_V1, "on Christmas Eve");
    session.countTurn();
  });
  await alice.send("/birthday");
  await expect(alice).toSee("I don't know it yet.");
  const reading = await openSessions(backend).inspect(alice.id);
  assert(reading.state === "found" && reading.session.turnCount).toBe(1);
  const kept: string[] = [];
  for await (const [, value] of backend.scan(`quarantine:${alice.id}:`)) kept.push(value);
  assert(kept).toEqual(['{"version":1,"data":"on Christmas Eve"}']);
});
