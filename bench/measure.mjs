/** Takes samples of all subjects in turn, so that a busy machine slows all of them alike. */
import { SubjectProcess } from "./process.mjs";
import { rows as allRows, withInput } from "./workloads.mjs";

export const FULL = { rounds: 40, processes: 11, sampleNs: 1e7, warmUpNs: 3e8, limitMs: 10_000 };
export const QUICK = { rounds: 5, processes: 2, sampleNs: 2e6, warmUpNs: 3e7, limitMs: 2_000 };

/** Measures the rows in processes that stay. */
export async function measureSteady(rows, subjects, plan, results) {
  const workloads = rows.filter(({ kind }) => kind === "steady");
  if (workloads.length === 0) return;
  const runners = await Promise.all(subjects.map((subject) => startWith(subject, workloads, results)));
  const expected = new Map();
  const tasks = [];
  for (const row of workloads) {
    for (const runner of runners) {
      if (!runner.operations.includes(row.operation)) continue;
      if (!(await checked(row, runner, expected, plan, results))) continue;
      tasks.push({ row, runner, count: await warmUp(runner, row, plan) });
    }
  }
  for (let round = 0; round < plan.rounds; round++) {
    for (const { row, runner, count } of tasks) {
      const { ns } = await runner.process.ask("sample", { name: row.name, count });
      results.cell(row, runner.subject).samples.push(ns / count / row.divisor);
    }
  }
  for (const runner of runners) runner.process.stop();
}

/** Measures the rows for which each sample needs a process of its own. */
export async function measureProcesses(rows, subjects, plan, results) {
  const selected = rows.filter(({ kind }) => kind === "process");
  if (selected.length === 0) return;
  const warm = allRows.filter(({ kind }) => kind === "steady").map(withInput);
  const expected = new Map();
  for (let round = 0; round < plan.processes; round++) {
    for (const subject of subjects) await measureProcess(subject, selected, warm, expected, plan, results);
  }
}

/** Measures inputs that some subjects cannot cope with: one process each, and a time limit. */
export async function measureHostile(rows, subjects, plan, results) {
  for (const row of rows.filter(({ kind }) => kind === "hostile")) {
    const expected = new Map();
    for (const subject of subjects) {
      const runner = await startWith(subject, [row], results);
      if (await checked(row, runner, expected, plan, results)) {
        for (let round = 0; round < Math.min(plan.rounds, 5); round++) {
          const { ns } = await runner.process.ask("sample", { name: row.name, count: 1 });
          results.cell(row, subject).samples.push(ns / row.divisor);
        }
      }
      runner.process.stop();
    }
  }
}

/** Starts and loads a subject, and gives it the inputs that it can use. */
async function startWith(subject, workloads, results) {
  const process = new SubjectProcess(subject);
  const loaded = await process.ask("load");
  Object.assign(results.versions, loaded.versions);
  const runner = { subject, process, ...loaded };
  await setUp(runner, workloads);
  return runner;
}

async function setUp({ process, operations }, rows) {
  const usable = rows.filter(({ operation }) => operations.includes(operation));
  const workloads = usable.map(({ name, operation, input }) => ({ name, operation, input }));
  await process.ask("setup", { workloads });
}

/** Whether the subject gives a result. The first result of an exact subject is what all others must give. */
async function checked(row, { subject, process }, expected, plan, results) {
  try {
    const limit = row.kind === "hostile" ? plan.limitMs : undefined;
    const { result } = await process.ask("check", { name: row.name }, limit);
    if (!expected.has(row.name) && subject.exact) expected.set(row.name, result);
    if (expected.has(row.name)) results.check(row, subject, result, expected.get(row.name));
    return true;
  } catch (error) {
    results.fail(row, subject, error, plan);
    return false;
  }
}

/** Warms up, and finds out how many runs make a sample. */
async function warmUp({ process }, row, { sampleNs, warmUpNs }) {
  let count = 1;
  for (let spent = 0; ; ) {
    const { ns } = await process.ask("sample", { name: row.name, count });
    spent += ns;
    if (ns < sampleNs) count = Math.ceil(count * Math.min(10, (1.2 * sampleNs) / ns));
    else if (spent >= warmUpNs) return count;
  }
}

/** One sample of every row for a process. */
async function measureProcess(subject, rows, warm, expected, plan, results) {
  const runner = await startWith(subject, [], results);
  const samples = { load: runner.ns, "load-memory": runner.memory };
  if (!subject.loadsAtImport) samples["load-call"] = runner.callNs;
  const row = (name) => rows.find((row) => row.name === name);
  if (row("render-memory") && runner.operations.includes("render")) {
    samples["render-memory"] = await memoryOfRender(runner, warm);
  }
  for (const [name, sample] of Object.entries(samples)) {
    if (row(name)) results.cell(row(name), subject).samples.push(sample);
  }
  const once = rows.filter(({ operation }) => operation !== undefined);
  if (once.length > 0) await measureOnce(runner, once, warm, expected, plan, results);
  runner.process.stop();
}

async function memoryOfRender(runner, warm) {
  const { process, memory } = runner;
  const before = (await process.ask("memory")).rss;
  await setUp(
    runner,
    warm.filter(({ name }) => name === "small-render"),
  );
  await process.ask("sample", { name: "small-render", count: 1 });
  return memory + (await process.ask("memory")).rss - before;
}

/** Encodes each text a single time, in a process that is warm from encoding other texts. */
async function measureOnce(runner, rows, warm, expected, plan, results) {
  const { subject, process } = runner;
  const others = warm.filter(({ operation }) => operation === "encode");
  await setUp(runner, [...others, ...rows]);
  for (const row of others) await warmUp(runner, row, { ...plan, warmUpNs: plan.warmUpNs / 3 });
  for (const row of rows) {
    const { ns } = await process.ask("sample", { name: row.name, count: 1 });
    results.cell(row, subject).samples.push(ns / row.divisor);
  }
  const unchecked = rows.filter((row) => results.cell(row, subject).differs === undefined);
  for (const row of unchecked) await checked(row, runner, expected, plan, results);
}
