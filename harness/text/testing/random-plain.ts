import { mutated } from "./mutate.ts";
import type { Random } from "./random.ts";
import { address, word } from "./random-words.ts";

/** Text full of what Telegram finds by itself, or nearly. */
export const randomPlain = (random: Random): string =>
  mutated(
    random,
    random.several(5, () => plainPiece(random)),
    "@#$/.:?-_()[]{}<>,;!'\"`«» \n\ta1Zéя😀",
  );

const plainPiece = (random: Random): string =>
  random.pick([
    () => random.several(2, () => word(random)),
    () => random.pick([" ", " ", " ", "\n", "", "(", ")", ",", ".", "!"]),
    () => `@${random.pick(names)}`,
    () => `/${random.pick(names)}${random.pick(["", "", `@${random.pick(names)}`])}`,
    () => `${random.pick(["#", "$"])}${random.pick(tags)}${random.pick(["", "", "", `@${random.pick(names)}`])}`,
    () => address(random),
    () => web(random),
    () => web(random),
    () => `${random.pick(["mailto:", "", ""])}${random.pick(["a", "a.b+c", "x_y", "é"])}@${host(random)}`,
    () => card(random),
    () => `${random.pick(["tg", "TON", "tonsite", "atg"])}://${random.pick(["x", "a-b_c", "é"])}${path(random)}`,
  ])();

const web = (random: Random) =>
  random.pick(["", "", "http://", "HTTPS://", "ftp://", "sftp://", "xhttp://", "tonsite://", "u:p@", "@"]) +
  host(random) +
  random.pick(["", "", "", ":80", ":0080", ":65535", ":65536", ":"]) +
  path(random);

const host = (random: Random) =>
  random.several(3, () => `${random.pick(["a", "e-x", "e_x", "пример", "x1", "-", "a~b", "1", "255", "xn--a"])}.`) +
  random.pick(
    "com org ru de рф 中国 COM Com cOm zip md xyz x localhost 1 255 xn--p1ai museum COM. com- c_m онлайн ελ ΕΛ".split(
      " ",
    ),
  );

const path = (random: Random) =>
  random.pick([
    "",
    "",
    "",
    "/",
    "?",
    "#",
    "?a=b&c",
    "#x",
    "/a(b)c",
    "/a)b",
    "/[x]{y}",
    "/a.",
    "/a,b!?",
    "/é/你",
    '/a"b',
    "/x«y",
    "?:",
    "/-_~%20",
  ]);

const card = (random: Random) =>
  random.pick(["", "", "+", "№"]) +
  random.pick([
    "4242424242424242",
    "4242 4242 4242 4242",
    "4242-4242-4242-4242",
    "378282246310005",
    "5555555555554444",
    "2200000000000004",
    "6200000000000005",
    "1234567890128",
    "12345678901500910000",
    "4242424242424241",
    "42424242424242420 1",
  ]);

const names =
  "a ab abc gif PIC abcd user_name my_bot start x1_ _abcd a123456789012345678901234567890x a1234567890123456789012345678901x é".split(
    " ",
  );
const tags = "a 1 1a a_b é я ก ෴a a·b USD 1INCH 1INCHA ABCDEFGH ABCDEFGHI usd A\u200cB a# ٣ ²".split(" ");
