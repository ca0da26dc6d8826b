/** One line of a plot: its points by rising x. */
export interface Series {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface PlotText {
  readonly title: string;
  readonly x: string;
  readonly y: string;
}

const [WIDTH, HEIGHT] = [760, 360];
const AREA = { left: 64, right: 500, top: 44, bottom: 312 };
const COLOURS = ["#1b6ca8", "#b5342d", "#3a7d44", "#8e5a9e", "#c17d11", "#5b6770"];

/** An SVG on which x has a logarithmic scale and y begins at 0. Readable on light and dark pages. */
export function plot(text: PlotText, series: readonly Series[]): string {
  const xs = series.flatMap(({ points }) => points.map(({ x }) => x));
  const [least, most] = [Math.log10(Math.min(...xs)), Math.log10(Math.max(...xs))];
  const top = niceTop(Math.max(...series.flatMap(({ points }) => points.map(({ y }) => y))));
  const xOf = (x: number) => AREA.left + ((Math.log10(x) - least) / (most - least || 1)) * (AREA.right - AREA.left);
  const yOf = (y: number) => AREA.bottom - (y / top) * (AREA.bottom - AREA.top);

  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const y = yOf(top * share);
    return `<line x1="${AREA.left}" x2="${AREA.right}" y1="${px(y)}" y2="${px(y)}" stroke="#d8dde2"/>${label(AREA.left - 8, y + 4, short(top * share), "end")}`;
  });
  const ticks = [...new Set(xs)].map((x) => label(xOf(x), AREA.bottom + 20, short(x), "middle"));
  const lines = series.map(({ name, points }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const path = points.map(({ x, y }) => `${px(xOf(x))},${px(yOf(y))}`).join(" ");
    const dots = points.map(({ x, y }) => `<circle cx="${px(xOf(x))}" cy="${px(yOf(y))}" r="3.5" fill="${colour}"/>`);
    const row = AREA.top + 16 + index * 22;
    const key = `<line x1="524" x2="544" y1="${row - 4}" y2="${row - 4}" stroke="${colour}" stroke-width="2.5"/>`;
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2.5"/>${dots.join("")}${key}${label(552, row, name)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img" aria-label="${escaped(text.title)}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#ffffff"/>`,
    `<text x="${AREA.left}" y="24" font-size="15" font-weight="600" fill="#1f2933">${escaped(text.title)}</text>`,
    ...grid,
    ...ticks,
    label((AREA.left + AREA.right) / 2, AREA.bottom + 40, text.x, "middle"),
    `<text transform="translate(16 ${(AREA.top + AREA.bottom) / 2}) rotate(-90)" text-anchor="middle" fill="#52606d">${escaped(text.y)}</text>`,
    ...lines,
    "</svg>\n",
  ].join("\n");
}

const label = (x: number, y: number, text: string, anchor = "start") =>
  `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}" fill="#52606d">${escaped(text)}</text>`;

const px = (value: number) => value.toFixed(1);

/** The next of 1, 2, 4, 5, 8, 10 times a power of ten: a quarter of it is a short number, too. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

function short(value: number): string {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1e3 ? `${value / 1e3}k` : String(value);
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
