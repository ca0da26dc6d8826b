import { mutated } from "./mutate.ts";
import type { Random } from "./random.ts";
import { address, word } from "./random-words.ts";

/** HTML as bots write it, mostly sound, often spoiled a little. */
export const randomHtml = (random: Random): string => mutated(random, pieces(random, 3), `<>/&;#"'= \n\0x0abi😀é!-`);

const pieces = (random: Random, depth: number): string => random.several(4, () => piece(random, depth));

function piece(random: Random, depth: number): string {
  if (random.chance(0.45)) return random.several(3, () => word(random));
  if (random.chance(0.3)) return random.pick(references);
  return depth > 0 ? element(random, depth) : "";
}

function element(random: Random, depth: number): string {
  const [name = "", attributes = ""] = opening(random);
  const tag = random.chance(0.1) ? name.toUpperCase() : name;
  const gap = random.pick(["", "", "", " ", "\n", " foo", ` foo="bar"`, " x='>'"]);
  const end = random.chance(0.08) ? "" : random.pick([name, tag, `${name} `, `${name}\n`]);
  return `<${tag}${attributes}${gap}>${random.chance(0.9) ? pieces(random, depth - 1) : ""}</${end}>`;
}

const opening = (random: Random): [name: string, attributes?: string] =>
  random.pick<() => [name: string, attributes?: string]>([
    () => [random.pick(simple)],
    () => [random.pick(simple)],
    () => ["a", ` href=${quoted(random, address(random))}`],
    () => ["a", random.pick(["", " href", ` HREF="e.com"`, " href=e.com", ` href='e.com' href="f.com"`])],
    () => [
      "code",
      random.pick(["", ` class=${quoted(random, random.pick(["language-py", "language-", "x", "language-c++ é"]))}`]),
    ],
    () => ["pre"],
    () => ["blockquote", random.pick(["", " expandable", ` expandable=""`, " Expandable", " cite=x"])],
    () => [
      "span",
      ` class=${quoted(random, random.pick(["tg-spoiler", "tg-spoiler", "tg-spoiler", "tg-", "spoiler"]))}`,
    ],
    () => [
      "tg-emoji",
      ` emoji-id=${quoted(random, random.pick(["5368324170671202286", "1", "0", "-7", "01", "x", "9223372036854775808"]))}`,
    ],
    () => [
      "tg-time",
      ` unix=${quoted(random, random.pick(unixTimes))}${random.pick(["", "", ` format="${random.pick(formats)}"`])}`,
    ],
  ])();

function quoted(random: Random, value: string): string {
  if (random.chance(0.15)) return value;
  const quote = random.pick([`"`, `"`, `'`]);
  return `${random.pick(["", "", "", " ", "\n"])}${quote}${value}${quote}`;
}

const simple = "b strong i em s strike del u ins tg-spoiler b i u s blockquote code".split(" ");

const unixTimes = ["1647531900", "0", "-1", "1", "2147483648", "12abc", "", "4294967297"];

const formats = ["r", "R", "wDT", "dt", "t", "W", "DdTt", "rt", "x", ""];

const references = (
  "&lt; &gt; &amp; &quot; &lt &amp &LT; &nbsp; &apos; &amplt; &#65; &#x41; &#x1F600; &#128512 &#0; &#x0; &#xFFFF; &#1114110; " +
  "&#1114111; &#x10FFFE; &#x10FFFF; &#0000065; &#00000065; &#x000041; &#x0000041; &#xD83D; &#xDE00; &#55357; &# &#; &#x; &#X41; & && &;"
).split(" ");
