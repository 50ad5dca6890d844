/** One subject in a process of its own: answers requests, one line of JSON each. See `SubjectProcess`. */

const subject = JSON.parse(process.argv[2]);
let operations;
let tasks = {};

const answers = {
  load: () => loaded,

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

/** Imports and loads the package, up to the first encoded word: `ns` in all, `callNs` of them after the import. */
async function load() {
  const adapter = await import(`./subjects/${subject.adapter}.mjs`);
  const rss = process.memoryUsage.rss();
  const started = process.hrtime.bigint();
  const loadEncoding = await adapter.importPackage();
  const imported = process.hrtime.bigint();
  const encoding = loadEncoding(subject.options);
  encoding.encode("hello");
  const [ns, callNs] = [since(started), since(imported)];
  const memory = process.memoryUsage.rss() - rss;
  operations = await adapter.makeOperations(encoding);
  return { ns, callNs, memory, operations: Object.keys(operations) };
}

function since(started) {
  return Number(process.hrtime.bigint() - started);
}

async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    return { error: String(error) };
  }
}

// A program starts so: what else the process needs comes after it, or a collection of its garbage may fall into the time.
const loaded = await attempt(load);
const { createInterface } = await import("node:readline");

function answer(line) {
  const request = JSON.parse(line);
  return attempt(() => answers[request.ask](request));
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
