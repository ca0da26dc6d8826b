/** Numbers from 0 up to 1. */
type Chance = () => number;

/** What disks, cables and other programs do to a file; where exactly, chance decides. */
export const damages = {
  "cut at a page": (file, chance) => file.subarray(0, below(file.length / PAGE_SIZE, chance) * PAGE_SIZE),
  "cut anywhere": (file, chance) => file.subarray(0, below(file.length, chance)),
  "one byte flipped": (file, chance) => flipped(file, 1, chance),
  "bytes flipped": (file, chance) => flipped(file, 2 + below(40, chance), chance),
  "header damaged": (file, chance) =>
    Buffer.concat([flipped(file.subarray(0, 100), 1 + below(8, chance), chance), file.subarray(100)]),
  "pages zeroed": (file, chance) => paged(file, 1 + below(8, chance), chance, (page) => page.fill(0)),
  "pages overwritten": (file, chance) =>
    paged(file, 1 + below(8, chance), chance, (page) => page.set(page.map(() => below(256, chance)))),
  "pages exchanged": (file, chance) =>
    paged(file, 1 + below(4, chance), chance, (page) =>
      file.copy(page, 0, below(file.length / PAGE_SIZE, chance) * PAGE_SIZE),
    ),
  "a block zeroed": (file, chance) => {
    const at = below(file.length, chance);
    return Buffer.from(file).fill(0, at, Math.min(file.length, at + below(65_536, chance)));
  },
  emptied: () => Buffer.alloc(0),
  rubbish: (file, chance) => Buffer.from(Array.from({ length: file.length || 1 }, () => below(256, chance))),
} as const satisfies Record<string, (file: Buffer, chance: Chance) => Buffer>;

export type DamageName = keyof typeof damages;

/** A place in the file, in bytes from its beginning, and what happens there. */
export type DamageAt =
  /** So many bytes become other ones. */
  | { readonly at: number; readonly flip: number }
  /** So many bytes become zero. */
  | { readonly at: number; readonly zero: number }
  /** These bytes stand there instead. */
  | { readonly at: number; readonly write: string | Uint8Array }
  /** Nothing is left from here on. */
  | { readonly cut: number };

const PAGE_SIZE = 4096;

/** @throws {RangeError} if the place is outside the file: damage that nobody could see would prove nothing. */
export function damaged(file: Buffer, how: DamageName | DamageAt, chance: Chance): Buffer {
  if (typeof how === "string") return damages[how](file, chance);
  const at = "cut" in how ? how.cut : how.at;
  if (at >= file.length) throw new RangeError(`There is no byte ${at} in a file of ${file.length} bytes.`);
  if ("cut" in how) return file.subarray(0, at);
  const changed = Buffer.from(file);
  if ("zero" in how) changed.fill(0, at, at + how.zero);
  else if ("write" in how) changed.set(Buffer.from(how.write).subarray(0, file.length - at), at);
  else for (let place = at; place < Math.min(at + how.flip, file.length); place++) changed[place] = ~(file[place] ?? 0);
  return changed;
}

/** A whole number from 0 up to a limit. */
const below = (limit: number, chance: Chance): number => Math.floor(chance() * limit);

function flipped(file: Buffer, times: number, chance: Chance): Buffer {
  const changed = Buffer.from(file);
  for (let time = 0; time < times; time++) {
    const at = below(changed.length, chance);
    changed[at] = (changed[at] ?? 0) ^ (1 + below(255, chance));
  }
  return changed;
}

/** Some of its pages changed, each in its place. */
function paged(file: Buffer, count: number, chance: Chance, change: (page: Buffer) => void): Buffer {
  const changed = Buffer.from(file);
  for (let time = 0; time < count; time++) {
    const at = below(file.length / PAGE_SIZE, chance) * PAGE_SIZE;
    change(changed.subarray(at, at + PAGE_SIZE));
  }
  return changed;
}
