import { type FSWatcher, watch } from "node:fs";
import { dirname, join } from "node:path";
import { textOf } from "./source-files.ts";

/**
 * Tells which files have another content than before, shortly after the last of a series of changes.
 *
 * @param list the files, asked again after each change: what a file imports may have changed as well.
 */
export function watchFiles(list: () => readonly string[], changed: (files: readonly string[]) => void): Disposable {
  const watchers = new Map<string, FSWatcher>();
  let known = contents(list());
  let timer: NodeJS.Timeout | undefined;
  follow();
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };

  /** Directories, not files: editors put a new file in the place of the old one, which nobody would see then. */
  function follow(): void {
    for (const directory of new Set([...known.keys()].map((file) => dirname(file)))) {
      if (watchers.has(directory)) continue;
      try {
        const watcher = watch(directory, (_, name) => notice(name === null ? undefined : join(directory, name)));
        watcher.on("error", () => watchers.delete(directory));
        watchers.set(directory, watcher);
      } catch {
        // It is not there yet; a change of the file that names it brings us back.
      }
    }
  }

  function notice(file: string | undefined): void {
    if (file !== undefined && !known.has(file)) return;
    clearTimeout(timer);
    timer = setTimeout(look, QUIET_MS);
  }

  function look(): void {
    const now = contents(list());
    const different = [...new Set([...known.keys(), ...now.keys()])].filter(
      (file) => known.get(file) !== now.get(file),
    );
    known = now;
    follow();
    if (different.length > 0) changed(different);
  }
}

const contents = (files: readonly string[]) => new Map(files.map((file) => [file, textOf(file)]));

/** Editors and compilers write in several steps. */
const QUIET_MS = 100;
