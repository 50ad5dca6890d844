/** One subject in a process of its own: answers requests, one line of JSON each. See `SubjectProcess`. */
import { createInterface } from "node:readline";

const subject = JSON.parse(process.argv[2]);
const adapter = await import(`./subjects/${subject.adapter}.mjs`);
let operations;
let tasks = {};

const answers = {
  /** Imports and loads the package, up to the first encoded word: `ns` in all, `callNs` of them after the import. */
  async load() {
    const rss = process.memoryUsage.rss();
    const started = process.hrtime.bigint();
    const load = await adapter.importPackage();
    const imported = process.hrtime.bigint();
    operations = load(subject.options);
    operations.encode("hello").run();
    const [ns, callNs] = [since(started), since(imported)];
    return { ns, callNs, memory: process.memoryUsage.rss() - rss, operations: Object.keys(operations) };
  },

  setup({ workloads }) {
    const task = ({ name, operation, input }) => [name, operations[operation](input)];
    tasks = Object.fromEntries(workloads.map(task));
    return {};
  },

  check({ name }) {
    const { make, run, plain = (result) => result } = tasks[name];
    return { result: plain(run(make?.())) };
  },

  /** Runs a task some times. What the runs start from is made before the clock is started. */
  sample({ name, count }) {
    const { make, run } = tasks[name];
    const inputs = Array.from({ length: make === undefined ? 0 : count }, make);
    const started = process.hrtime.bigint();
    for (let i = 0; i < count; i++) run(inputs[i]);
    return { ns: since(started) };
  },

  memory() {
    return { rss: process.memoryUsage.rss() };
  },
};

function since(started) {
  return Number(process.hrtime.bigint() - started);
}

async function answer(line) {
  const request = JSON.parse(line);
  try {
    return await answers[request.ask](request);
  } catch (error) {
    return { error: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
