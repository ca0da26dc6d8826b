import { test } from "vitest";
import type { Agent } from "#core";
import { expect } from "#harness";
import { setStage } from "../stage.fixture.ts";

async function talkAndClear(stage: Awaited<ReturnType<typeof setStage>>, ...prompts: string[]) {
  const { alice } = stage;
  for (const prompt of prompts) {
    await alice.send(prompt);
    await expect(alice).toSee(`: ${prompt}`);
  }
  await alice.send("/clear");
  await expect(alice).toSee("🗑️ Conversation history cleared!");
}

test("/resume lists earlier conversations with title, age and turns", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("/resume");
  await expect(alice).toSee("🗂️ There are no earlier conversations.");
  await talkAndClear(stage, "Plan a garden", "With roses");
  await talkAndClear(stage, "Fix the build");
  await alice.send("/resume");
  await expect(alice).toSee("• Fix the build: 0 min ago, 1 turn\n• Plan a garden: 0 min ago, 2 turns");
});

test("a button goes back to an earlier conversation, whose turns count on", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await talkAndClear(stage, "Plan a garden", "With roses");
  await talkAndClear(stage, "Fix the build");
  await alice.send("/resume");
  await alice.press("🔙 Plan a garden");
  await expect(alice).toSee("🔙 Back in “Plan a garden”. Go on writing.");
  await alice.send("And tulips");
  await expect(alice).toSee(": And tulips");
  await alice.send("/status");
  await expect(alice).toSee("Turn Count: 3");
  await alice.send("/resume");
  await expect(alice).toSee("🗂️ Earlier conversations\n\n• Fix the build: 0 min ago, 1 turn");
});

test("a conversation can be forgotten for good, and then its button does nothing", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await talkAndClear(stage, "Plan a garden");
  await alice.send("/resume");
  await expect(alice).toSee("• Plan a garden");
  await alice.press("🗑️");
  await expect(alice).toSee("🗂️ There are no earlier conversations.");
});

test("an agent may name its conversations at whatever length", async () => {
  const id = (prompt: string) => `${prompt}-${"x".repeat(200)}`;
  const agent: Agent = {
    name: "wordy",
    runsCode: false,
    async run({ prompt, conversation, began }) {
      if (!conversation) await began(id(prompt));
      return { text: `${conversation?.id === id("Plan a garden") ? "In the garden" : "Here"}: ${prompt}` };
    },
    compact: async () => ({}),
  };
  await using stage = await setStage({ agent });
  const { alice } = stage;
  await talkAndClear(stage, "Plan a garden");
  await talkAndClear(stage, "Fix the build");
  await alice.send("/resume");
  await alice.press("🔙 Plan a garden");
  await expect(alice).toSee("🔙 Back in “Plan a garden”. Go on writing.");
  await alice.send("And tulips");
  await expect(alice).toSee("In the garden: And tulips");
});
