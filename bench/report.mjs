/** Turns samples into a table, and into an object for a file. */
import { readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";

/** The table in Markdown: medians, and in parentheses how many times better than the baseline they are. */
export function table(rows, subjects, baseline, results) {
  const head = ["", ...subjects.map(({ name, exact }) => (exact ? name : `${name} (not exact)`))];
  const body = rows.map((row) => {
    const base = baseline && median(results.cell(row, baseline).samples);
    const cell = (subject) =>
      describe(row, results.cell(row, subject), subject === baseline ? undefined : base);
    return [row.title, ...subjects.map(cell)];
  });
  return layOut([head, ...body]);
}

/** Everything about a run, for a file. Times are in ns (per run, token or byte), memory is in bytes. */
export function record(rows, subjects, baseline, results, plan) {
  return {
    date: new Date().toISOString(),
    machine: machine(),
    versions: versions(subjects, results),
    plan,
    baseline: baseline?.name,
    subjects: subjects.map(({ name, exact }) => ({ name, exact })),
    rows: rows.map((row) => ({
      name: row.name,
      title: row.title,
      unit: row.unit,
      repeats: row.repeats,
      repeatedPieces: row.repeated,
      results: Object.fromEntries(
        subjects.map((subject) => [subject.name, numbers(results.cell(row, subject))]),
      ),
    })),
    problems: results.problems,
  };
}

export function machine() {
  const processors = cpus();
  return {
    cpu: processors[0]?.model ?? "unknown",
    cores: processors.length,
    memory: totalmem(),
    system: `${type()} ${release()} ${process.arch}`,
  };
}

export function versions(subjects, results) {
  const names = subjects.map((subject) => subject.package).filter(Boolean);
  const installed = Object.fromEntries(names.map((name) => [name, packageVersion(name)]));
  return { "Node.js": process.version, ...installed, ...results.versions };
}

function packageVersion(name) {
  const folder = name === "openai-harmony-node" ? "../" : `../node_modules/${name}/`;
  return JSON.parse(readFileSync(new URL(`${folder}package.json`, import.meta.url), "utf8")).version;
}

function numbers({ samples, differs, note, message }) {
  if (samples.length === 0) return note === undefined ? null : { note, message };
  const quartiles = { q1: quantile(samples, 0.25), median: median(samples), q3: quantile(samples, 0.75) };
  return { ...quartiles, samples: samples.length, same: differs === undefined ? null : !differs };
}

function describe(row, { samples, differs, note }, base) {
  if (samples.length === 0) return note ?? "";
  const value = median(samples);
  const ratio = base > 0 && value > 0 ? ` (${ratioText(base / value)})` : "";
  return `${FORMATS[row.unit](value)}${ratio}${differs ? " ≠" : ""}`;
}

const FORMATS = {
  time: (ns) =>
    ns >= 1e6 ? `${digits(ns / 1e6)} ms` : ns >= 1e3 ? `${digits(ns / 1e3)} us` : `${digits(ns)} ns`,
  speed: (ns) => `${digits(1e3 / ns)} MB/s`,
  memory: (bytes) => `${digits(bytes / 1e6)} MB`,
};

/** Three digits, or all before the point. */
function digits(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function ratioText(ratio) {
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toPrecision(2)}x`;
}

function median(samples) {
  return quantile(samples, 0.5);
}

function quantile(samples, q) {
  const sorted = samples.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  return below + (above - below) * (position % 1);
}

function layOut(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [text(lines[0]), rule, ...lines.slice(1).map(text)].join("\n");
}
