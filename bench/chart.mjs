/** Draws a run as an SVG: a bar per row, as long as this package is times faster than the baseline. */

const WIDTH = 720;
const LABELS = 250;
const NUMBERS = 60;
const LINE = 26;
const BAR = 16;
const TOP = 44;

/** Readable on light and on dark pages: the page's own scheme decides. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 14px }
  .bar { fill: #2f6feb }
  .one { stroke: #8c959f; stroke-dasharray: 3 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .bar { fill: #58a6ff }
    .one { stroke: #848d97 }
  }
`;

/** The chart of a run's record, as `report.mjs` makes it, for the subject with that name. */
export function chart({ rows, baseline }, subject) {
  const bars = rows
    .filter(({ unit }) => unit !== "memory")
    .map(({ title, results }) => ({ title, ratio: results[baseline]?.median / results[subject]?.median }))
    .filter(({ ratio }) => Number.isFinite(ratio));
  const longest = Math.max(1, ...bars.map(({ ratio }) => ratio));
  const scale = (WIDTH - LABELS - NUMBERS) / longest;
  const height = TOP + bars.length * LINE + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>How many times faster than the crate openai-harmony</title>
<style>${STYLE}</style>
<text class="title" x="8" y="24">How many times faster than the crate openai-harmony (dashed: as fast)</text>
${bars.map((bar, i) => line(bar, TOP + i * LINE, scale)).join("\n")}
<line class="one" x1="${LABELS + scale}" x2="${LABELS + scale}" y1="${TOP - 6}" y2="${height - 6}"/>
</svg>
`;
}

function line({ title, ratio }, y, scale) {
  const width = (ratio * scale).toFixed(1);
  const middle = y + BAR - 3;
  const number = ratio >= 10 ? ratio.toFixed(0) : ratio.toPrecision(2);
  return [
    `<text x="${LABELS - 10}" y="${middle}" text-anchor="end">${escapeText(title)}</text>`,
    `<rect class="bar" x="${LABELS}" y="${y}" width="${width}" height="${BAR}" rx="3"/>`,
    `<text x="${LABELS + Number(width) + 6}" y="${middle}">${number}×</text>`,
  ].join("\n");
}

function escapeText(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
