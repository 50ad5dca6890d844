/** The benchmark: `npm run bench -- --help`. */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chart } from "./chart.mjs";
import { FULL, measureHostile, measureProcesses, measureSteady, QUICK } from "./measure.mjs";
import { SubjectProcess } from "./process.mjs";
import { machine, record, table, versions } from "./report.mjs";
import { Results, timeLimit } from "./results.mjs";
import { availableSubjects } from "./subjects/index.mjs";
import { rows as allRows, withInput } from "./workloads.mjs";

const HELP = `Compares this package with others that tokenize for the same models.

  npm run bench -- [options]

  --quick          a short run, for a first look or as a check
  --hostile        also inputs that some of them cannot cope with, with a time limit
  --rows a,b       only these rows: ${allRows.map(({ name }) => name).join(", ")}
  --subjects a,b   only these columns
  --json FILE      also writes everything that was measured to a file
  --chart FILE     also draws this package against the baseline as an SVG
  --help           this text

For a column with the Python package openai-harmony, name a Python that has it in OPENAI_HARMONY_PYTHON; for one with
the Python package gigatoken, in OPENAI_HARMONY_GIGATOKEN.
The exit code is 1 if a subject that claims to be exact gives another result.`;

/** What the table's rows and cells mean. */
function legend(rows, baseline, plan) {
  return `Medians. In parentheses: how many times faster, or smaller, than the baseline (${baseline?.name ?? "none"}).
"≠": not the result of the exact ones. "${timeLimit(plan)}": stopped after that time. "error": gave no result.
"load" is a new process's import, load and first encoded word; memory is what the process grew by (RSS).
How much of the input repeats decides what a cache can do. "encode once": nothing, each text is encoded a single time,
in a process that is warm from others. "built anew", "from JSON": the texts, in a conversation that is built in each run.
"never seen before": the texts but for a description in each tool. "messages kept": all but the last message, which is new
in each run. All other rows repeat the whole input, so that a tokenizer with a cache mostly reads its cache.${repetition(rows)}`;
}

/** How much each text repeats within itself, which helps a cache even if the text is encoded once. */
function repetition(rows) {
  const texts = rows.filter(({ repeated }) => repeated !== undefined);
  const share = ({ title, repeated }) => `\n  ${(100 * repeated).toFixed(0)}%  ${title}`;
  if (texts.length === 0) return "";
  return `\nOf the pieces of these texts, so many occur earlier in the same text:${texts.map(share).join("")}`;
}

function parseOptions() {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      hostile: { type: "boolean", default: false },
      rows: { type: "string" },
      subjects: { type: "string" },
      json: { type: "string" },
      chart: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  return values;
}

function selectRows({ rows, hostile }) {
  if (rows !== undefined) return select(allRows, rows, "row");
  return allRows.filter(({ kind }) => hostile || kind !== "hostile");
}

/** The entries with the given names, in their own order. */
function select(entries, names, what) {
  const wanted = new Set(names.split(","));
  for (const name of wanted) {
    if (!entries.some((entry) => entry.name === name)) throw new Error(`there is no ${what} '${name}'`);
  }
  return entries.filter(({ name }) => wanted.has(name));
}

async function main(options) {
  const rows = selectRows(options).map(withInput);
  const available = availableSubjects();
  const subjects =
    options.subjects === undefined ? available : select(available, options.subjects, "subject");
  const baseline = subjects.find((subject) => subject.baseline);
  const plan = options.quick ? QUICK : FULL;
  const results = new Results();

  await measureProcesses(rows, subjects, plan, results);
  await measureSteady(rows, subjects, plan, results);
  await measureHostile(rows, subjects, plan, results);

  const { cpu, cores, system } = machine();
  console.log(`${cpu}, ${cores} cores, ${system}\n${list(versions(subjects, results))}\n`);
  console.log(table(rows, subjects, baseline, results));
  console.log(`\n${legend(rows, baseline, plan)}`);
  const run = record(rows, subjects, baseline, results, plan);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(run, null, 2)}\n`);
  if (options.chart !== undefined) writeFileSync(options.chart, chart(run, subjects[0].name));
  for (const problem of results.problems) console.error(`problem: ${problem}`);
  if (results.problems.length > 0) process.exitCode = 1;
}

function list(object) {
  return Object.entries(object)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

try {
  const options = parseOptions();
  if (options.help) console.log(HELP);
  else await main(options);
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
} finally {
  SubjectProcess.stopAll();
}
