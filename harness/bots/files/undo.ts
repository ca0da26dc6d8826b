/** What was done to a file or a disk, until it is taken back: by hand, or by `await using`. */
export interface Undoable extends AsyncDisposable {
  /** Puts everything back as it was. A second time does nothing. */
  undo(): Promise<void>;
}

export function undoable(putBack: () => Promise<void>): Undoable {
  let done: Promise<void> | undefined;
  const undo = () => {
    done ??= putBack();
    return done;
  };
  return { undo, [Symbol.asyncDispose]: undo };
}
