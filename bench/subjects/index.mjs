/** The columns of the table. */

/**
 * `adapter` is a file beside this one, to be loaded with `options`. For a Python package, `python` is the environment
 * variable that names a Python with the package, and `distribution` is the package's name on PyPI. All `exact` subjects
 * must give the same results. The other columns are compared with the one marked as the baseline. One that
 * `loadsAtImport` has no call that loads.
 */
const subjects = [
  {
    name: "openai-harmony-node",
    package: "openai-harmony-node",
    adapter: "harmony",
    exact: true,
  },
  {
    name: "reference engine",
    package: "openai-harmony-node",
    adapter: "harmony",
    options: { engine: "reference" },
    exact: true,
    baseline: true,
  },
  { name: "tiktoken", package: "tiktoken", adapter: "tiktoken", exact: true },
  {
    name: "gpt-tokenizer",
    package: "gpt-tokenizer",
    adapter: "gpt_tokenizer",
    exact: false,
    loadsAtImport: true,
  },
  { name: "ai-tokenizer", package: "ai-tokenizer", adapter: "ai_tokenizer", exact: false },
  {
    name: "openai-harmony (Python)",
    python: "OPENAI_HARMONY_PYTHON",
    distribution: "openai-harmony",
    adapter: "harmony",
    exact: true,
  },
  {
    name: "gigatoken (Python)",
    python: "OPENAI_HARMONY_GIGATOKEN",
    distribution: "gigatoken",
    adapter: "gigatoken",
    exact: true,
  },
];

/** The subjects that can run here. */
export function availableSubjects() {
  return subjects.filter(({ python }) => python === undefined || process.env[python]);
}
