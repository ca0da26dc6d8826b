/** A failure we foresaw: what broke, how a program tells it apart, what a person can do. */
export abstract class CodedError extends Error {
  abstract readonly code: string;
  abstract readonly hint: string;
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The session backend refused, failed or stayed silent. What asked is tried again; nothing may be concluded from it. */
export class StoreUnavailable extends CodedError {
  readonly code: string = "STORE_UNAVAILABLE";
  readonly hint: string;
  /** @param reason completes "The SQLite store …", such as "did not answer". */
  constructor(backend: string, reason: string, cause?: unknown, hint = "Is it running, and is its address right?") {
    super(`The ${backend} store ${reason}.`, { cause });
    this.hint = hint;
  }
}

/** The store is well, but another process works it at the moment, or this one has yet to find out that none does. */
export class StoreNotOwned extends StoreUnavailable {
  constructor(backend: string) {
    super(backend, "belongs to another process at the moment", undefined, "Nothing to do: it is taken over when free.");
  }
}

/** As many updates wait as may: Telegram keeps the others and sends them again. */
export class InboxFull extends CodedError {
  readonly code = "INBOX_FULL";
  readonly hint = "It empties by itself. If it does not, handlers hang, or the bot has more to do than it can.";
  constructor() {
    super("The inbox is full.");
  }
}

/**
 * What is stored was found damaged. Nothing more is written to it, and `Backend.open` mends it: so a running bot goes on
 * by itself.
 */
export class StoreDamaged extends StoreUnavailable {
  override readonly code = "STORE_DAMAGED";
}

/**
 * Another store lies where the one that was opened did: restored, or put there by hand. Whoever has begun to work stops
 * at that; one that has not yet begun opens it anew.
 */
export class StoreReplaced extends StoreUnavailable {}

/** The store cannot be opened as configured: only a person can mend that, so the bot does not start. */
export class StoreUnusable extends CodedError {
  readonly code = "STORE_UNUSABLE";
  readonly hint: string;
  constructor(message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}

/** Plugins, their settings or the configuration contradict each other or themselves. Thrown before Telegram is contacted. */
export class SetupInvalid extends CodedError {
  readonly code = "SETUP_INVALID";
  readonly hint: string;
  constructor(message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}

/** A backup could not be made, or was not sound when it was read back. Nothing is left of it. */
export class BackupFailed extends CodedError {
  readonly code = "BACKUP_FAILED";
  readonly hint: string;
  constructor(message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}
