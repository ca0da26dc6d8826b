/** Jobs of a lane run one at a time, in order; lanes never wait for each other. */
export class Lanes<Job> {
  private readonly waiting = new Map<string, Job[]>();
  private readonly running = new Map<string, Job>();
  private idlers: (() => void)[] = [];
  private held = true;

  /** Held at first: `open` lets the jobs run. `run` must not reject. */
  constructor(private readonly run: (job: Job) => Promise<void>) {}

  get runningJobs(): number {
    return this.running.size;
  }

  get isHeld(): boolean {
    return this.held;
  }

  /** The next job of each lane that has any. */
  get heads(): readonly { readonly lane: string; readonly job: Job }[] {
    return [...this.waiting].flatMap(([lane, [job]]) => (job === undefined ? [] : [{ lane, job }]));
  }

  add(lane: string, job: Job): void {
    const jobs = this.waiting.get(lane);
    if (jobs) jobs.push(job);
    else this.waiting.set(lane, [job]);
    if (!this.held) void this.next(lane);
  }

  open(): void {
    this.held = false;
    for (const lane of [...this.waiting.keys()]) void this.next(lane);
  }

  /** Lets no further job begin. */
  hold(): void {
    this.held = true;
  }

  /** Forgets the jobs that have not begun. */
  clear(): readonly Job[] {
    const forgotten = [...this.waiting.values()].flat();
    this.waiting.clear();
    return forgotten;
  }

  /** Runs the next job of a lane, even while the lanes are held, unless one is running already. */
  async next(lane: string): Promise<void> {
    if (this.running.has(lane)) return;
    const jobs = this.waiting.get(lane);
    const job = jobs?.shift();
    if (!jobs || job === undefined) return;
    if (jobs.length === 0) this.waiting.delete(lane);
    this.running.set(lane, job);
    await this.run(job);
    this.running.delete(lane);
    if (!this.held) void this.next(lane);
    if (this.running.size > 0) return;
    for (const resolve of this.idlers.splice(0)) resolve();
  }

  /** Resolves when no job is running. */
  async idle(): Promise<void> {
    if (this.running.size > 0) await new Promise<void>((resolve) => this.idlers.push(resolve));
  }
}
