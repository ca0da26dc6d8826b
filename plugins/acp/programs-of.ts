import { existsSync, realpathSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join, sep } from "node:path";

/** What a sandbox must show so that a command can run in it: the program, files that are named, and what they stand among. */
export function programsOf([program, ...args]: readonly string[], path = ""): readonly string[] {
  const places = path.split(delimiter).map((place) => join(place, program ?? ""));
  const named = [isAbsolute(program ?? "") ? program : places.find((place) => existsSync(place)), ...args];
  return named.flatMap((each) =>
    each && isAbsolute(each) && existsSync(each) ? [each, roomOf(realpathSync(each))] : [],
  );
}

/** All packages that it is installed with; else its directory, if that is its own. */
function roomOf(file: string): string {
  const [outer, inner] = file.split(`${sep}${PACKAGES}${sep}`, 2);
  if (inner !== undefined) return `${outer}${sep}${PACKAGES}`;
  const directory = dirname(file);
  return OF_ALL.has(directory) ? file : directory;
}

const PACKAGES = "node_modules";
const OF_ALL = new Set(["/", "/tmp", "/var/tmp", "/home", "/root", "/srv", "/var", "/mnt", tmpdir(), homedir()]);
