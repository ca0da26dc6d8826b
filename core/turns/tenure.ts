import { Stopping } from "../retry.ts";

/**
 * The time in which this process may work off turns: while it owns the store. Lost, with a store that is away, it may
 * be regained, and what was under way is then finished; over, because another process owns the store, it is never.
 */
export class Tenure {
  private state: "held" | "lost" | "over" = "lost";
  private change = Promise.withResolvers<void>();

  get isHeld(): boolean {
    return this.state === "held";
  }

  get isOver(): boolean {
    return this.state === "over";
  }

  /** @throws {Stopping} when it is over. */
  async whenHeld(): Promise<void> {
    while (this.state === "lost") await this.change.promise;
    if (this.state === "over") throw new Stopping();
  }

  regain(): void {
    this.become("held");
  }

  lose(): void {
    this.become("lost");
  }

  end(): void {
    this.become("over");
  }

  private become(state: Tenure["state"]): void {
    this.state = state;
    this.change.resolve();
    this.change = Promise.withResolvers();
  }
}
