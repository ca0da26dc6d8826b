/** What lies where in Redis. */
export class Keys {
  readonly birth: string;
  readonly owner: string;
  /** What stands before an entry's key. */
  readonly entries: string;
  /** The set of all names of marks, by which a deleted key loses all of its own. */
  readonly marks: string;
  readonly beforeMark: string;
  /** The stream of what is not finished. */
  readonly log: string;
  /** The position of every id that is held. */
  readonly logIds: string;
  /** Held ids by the time they were finished. */
  readonly logFinished: string;
  readonly logLast: string;

  constructor(prefix: string) {
    this.birth = `${prefix}:birth`;
    this.owner = `${prefix}:owner`;
    this.entries = `${prefix}:entry`;
    this.marks = `${prefix}:marks`;
    this.beforeMark = `${prefix}:mark:`;
    this.log = `${prefix}:log`;
    this.logIds = `${prefix}:log:ids`;
    this.logFinished = `${prefix}:log:finished`;
    this.logLast = `${prefix}:log:last`;
  }

  readonly entry = (key: string): string => `${this.entries}:${key}`;
  readonly key = (entry: string): string => entry.slice(this.entries.length + 1);
  readonly mark = (name: string): string => this.beforeMark + name;
}
