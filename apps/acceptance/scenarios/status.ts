import { expect, type User } from "#harness";

/** What `/status` says. */
export interface Status {
  readonly text: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly turnCount: number;
  readonly workspace: string;
  readonly lastActive: string;
  /** By the names that users see. */
  readonly preferences: Readonly<Record<string, string>>;
}

export const SESSION_ID = /^user_(\d+)_[0-9a-f]{8}$/;

/** Asks for `/status` and reads the answer. */
export async function statusOf(user: User): Promise<Status> {
  await user.send("/status");
  const { message } = await expect(user).toSee("📊 Current Status");
  const text = message.text ?? "";
  const field = (name: string) => text.match(new RegExp(`${name}: (.*)`))?.[1] ?? `(no ${name} in the answer)`;
  return {
    text,
    userId: field("User ID"),
    sessionId: field("Session ID"),
    turnCount: Number(field("Turn Count")),
    workspace: field("Workspace"),
    lastActive: field("Last Active"),
    preferences: Object.fromEntries(
      [...text.matchAll(/ {2}• (\w+): (\w+)/g)].map(([, name = "", value = ""]) => [name, value]),
    ),
  };
}

/** Sends a text to the agent and waits for its answer. */
export async function ask(user: User, text: string): Promise<void> {
  await user.send(text);
  await expect(user).toSee(answerTo(text), { within: 10_000 });
}

/** What the stand-in for an agent answers. */
export const answerTo = (text: string) => new RegExp(`\\): ${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);

/** Switches off what would begin the count anew after some turns. */
export async function withoutAutoCompact(user: User): Promise<void> {
  await user.send("/preferences");
  await user.press("auto_compact: true");
  await expect(user).toSee("auto_compact: false");
  await user.press("✅ Done");
}
