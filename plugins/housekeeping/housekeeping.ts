import { rm } from "node:fs/promises";
import type { Composer, Context } from "grammy";
import { z } from "zod";
import { Backend, type BackupFile, Clock, inject, injectable, Log, type Plugin, pruneAudit, SessionStore } from "#core";
import { Chore } from "./chore.ts";

const settingsSchema = z.object({
  backupHours: z.number().min(0).default(0).describe("hours from one backup to the next; 0: none"),
  backupKeep: z.int().min(1).default(7).describe("how many backups are kept"),
  pruneDays: z.number().min(0).default(0).describe("days after which an inactive session is removed; 0: never"),
  auditDays: z.number().min(0).default(0).describe("days after which entries of the audit log are removed; 0: never"),
});

type Settings = z.output<typeof settingsSchema>;

/**
 * Backs sessions up and prunes them, and the audit log, by itself, if the operator wishes; off by default, because nothing may be removed
 * silently. Only the bot that owns the store does it.
 *
 * When the next backup is due, the names of those on the disk say: so a restart makes none twice and forgets none.
 */
@injectable()
export class HousekeepingPlugin implements Plugin<Settings> {
  readonly name = "housekeeping";
  readonly settings = settingsSchema;

  private chores: readonly Chore[] = [];

  constructor(
    @inject(Backend) private readonly backend: Backend,
    @inject(SessionStore) private readonly sessions: SessionStore,
    @inject(Clock) private readonly clock: Clock,
    @inject(Log) private readonly log: Log,
  ) {}

  install(_: Composer<Context>, { backupHours, backupKeep, pruneDays, auditDays }: Settings): void {
    const { clock, log } = this;
    const backUp = (signal: AbortSignal) => this.backUp(backupHours * HOUR_MS, backupKeep, signal);
    const prune = (signal: AbortSignal) => this.prune(pruneDays, signal);
    const pruneAuditLog = (signal: AbortSignal) => this.pruneAuditLog(auditDays, signal);
    this.chores = [
      ...(backupHours > 0 ? [new Chore({ undone: "sessions not backed up", work: backUp, clock, log })] : []),
      ...(pruneDays > 0 ? [new Chore({ undone: "sessions not pruned", work: prune, clock, log })] : []),
      ...(auditDays > 0 ? [new Chore({ undone: "audit log not pruned", work: pruneAuditLog, clock, log })] : []),
    ];
  }

  async start(): Promise<void> {
    for (const chore of this.chores) chore.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.chores.map((chore) => chore.stop()));
  }

  private async backUp(everyMs: number, keep: number, signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    const [latest] = await this.backupsUntil(now);
    if (latest && latest.at + everyMs > now) return latest.at + everyMs;
    const began = performance.now();
    const { path, sessions, damaged, bytes } = await this.backend.backup({ at: now, signal });
    const old = (await this.backupsUntil(now)).slice(keep);
    for (const backup of old) await rm(backup.path, { force: true });
    const ms = Math.round(performance.now() - began);
    this.log.info("sessions backed up", {
      path,
      sessions,
      bytes,
      ms,
      ...(damaged > 0 && { damaged }),
      ...(old.length > 0 && { removed: old.length }),
    });
    return now + everyMs;
  }

  /** Those of a time still to come, made before the clock was put back, neither count nor are they removed. */
  private async backupsUntil(now: number): Promise<BackupFile[]> {
    return (await this.backend.backups()).filter(({ at }) => at <= now);
  }

  private async prune(days: number, signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    let removed = 0;
    for await (const session of this.sessions.inactiveSince(now - days * DAY_MS)) {
      if (signal.aborted) break;
      // False when its user came back in this very moment.
      if (await this.sessions.delete(session)) removed += 1;
    }
    if (removed > 0) this.log.info("inactive sessions pruned", { sessions: removed, days });
    return now + HOUR_MS;
  }

  /** Once a day, because it reads the whole log. */
  private async pruneAuditLog(days: number, signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    let removed = 0;
    for await (const _ of pruneAudit(this.backend, { before: now - days * DAY_MS })) {
      removed += 1;
      if (signal.aborted) break;
    }
    if (removed > 0) this.log.info("audit log pruned", { entries: removed, days });
    return now + DAY_MS;
  }
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
