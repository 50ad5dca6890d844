/**
 * Builds the entries into `dist`, each in three forms: `import/<entry>.js`, which Node.js imports, `require/<entry>.cjs`,
 * and `bundle/<entry>.js`, which everyone else imports. The same code is in `import` and, for the other two, in `code`.
 */
import { readFileSync } from "node:fs";
import { minifySync } from "rolldown/utils";
import { ENTRIES } from "./scripts/entries.mjs";

const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));

/** What the sources know of the package. */
export const define = { PACKAGE_VERSION: JSON.stringify(version) };

/**
 * Each chunk's exports are kept in a table of the process. Where a chunk is evaluated twice, because a program uses both
 * `import` and `require`, or because a bundler puts the package into two bundles or two layers of one, the second time
 * finds the first one's exports, and each class is still one class.
 */
const TABLE = `const chunks = (globalThis[Symbol.for("${name}@${version}")] ??= {});`;

/**
 * The entries that load others first, and have only what is not in those: most of their code is there, and most programs
 * import the main entry anyway.
 */
const FOUNDATIONS = {
  "chat-completions": ["index", "tools"],
  responses: ["index", "tools"],
  gateway: ["chat-completions", "responses", "structural-tag"],
};

/** What differs between the module formats. */
const FORMATS = {
  commonjs: {
    folder: "undefined",
    load: (entry) => `require("./${entry}.cjs");`,
    withRequire: (code) => code,
    exported: (chunk) => `module.exports = ${lookUp(chunk)};`,
  },
  module: {
    folder: "import.meta.dirname",
    load: (entry) => `import "./${entry}.js";`,
    withRequire: makeRequire,
    exported: (chunk) => `export const { ${names(chunk)} } = ${lookUp(chunk)};`,
  },
};

/**
 * Declares `require` where it is used, inside of the `try`, as some bundlers leave `import.meta` empty. Tracers do not
 * follow it, but the requests of `import()` in a function that nobody calls. An import of `node:module` would take longer
 * than the rest of the import.
 */
function makeRequire(code) {
  const requests = [...code.matchAll(/\brequire\(("[^"]+")\)/g)].map(([, request]) => request);
  if (requests.length === 0) return code;
  const start = /function requirePlatformPackage\(\w+\) {\s*try {/;
  if (!start.test(code)) throw new Error("require() is used in another place than requirePlatformPackage");
  const createRequire = 'process.getBuiltinModule("node:module").createRequire(import.meta.url)';
  const traced = requests.map((request) => `\ttry { await import(${request}); } catch {}\n`).join("");
  return `${code.replace(start, `$&\nconst require = ${createRequire};`)}(async () => {\n${traced}});\n`;
}

/** Writes an entry with its chunks in one file: Node.js takes about a millisecond more for each file of a package. */
function wholeEntry(chunk, bundle, { folder, load, withRequire, exported }) {
  const foundations = FOUNDATIONS[chunk.name] ?? [];
  const loaded = new Set(foundations.flatMap((entry) => withImports(bundle[`${entry}.cjs`], bundle)));
  const chunks = withImports(chunk, bundle).filter((each) => !loaded.has(each));
  const lines = [
    ...foundations.map(load),
    TABLE,
    ...chunks.map((each) => shortened(registered(each, folder))),
    exported(chunk),
  ];
  return withRequire(`${lines.join("\n")}\n`);
}

/** Lists the chunks that a chunk imports, each after its own imports, and then the chunk itself. */
function withImports(chunk, bundle) {
  const imports = chunk.imports.filter((fileName) => fileName in bundle);
  return [...new Set([...imports.flatMap((fileName) => withImports(bundle[fileName], bundle)), chunk])];
}

/** V8 compiles a function in parentheses at once, and not a second time when it is called. */
function registered(chunk, folder) {
  return `${lookUp(chunk)} ??= (function (exports, moduleFolder) {
${lookUpChunks(takeBuiltins(plainExports(chunk.code))).trim()}
return exports;
})({}, ${folder});`;
}

/**
 * Shortens the names of local variables, and removes the indentation, with which the main entry is imported in 0.3 ms less.
 * The names of functions and classes stay, and so do the lines, so that a stack trace can be read.
 */
function shortened(code) {
  const short = minified(code, { compress: true, mangle: { keepNames: true }, removeWhitespace: false });
  const flush = short.replace(/^\t+/gm, "");
  const unchanged = { compress: false, mangle: false, removeWhitespace: true };
  if (minified(flush, unchanged) !== minified(short, unchanged)) throw new Error("a tab is part of a text");
  return toAscii(flush).trim();
}

function minified(code, { removeWhitespace, ...options }) {
  return minifySync("chunk.js", code, { module: true, ...options, codegen: { removeWhitespace } }).code;
}

/**
 * Writes the file that `require` finds. It is short because Node.js scans a CommonJS file for names when it is imported,
 * which takes longer than running it; and it is written so that the scan goes no further.
 */
function requiredEntry(chunk) {
  return `${TABLE}
module.exports = ${lookUp(chunk)} ??= require("../code/${chunk.fileName}");
`;
}

/**
 * Writes the file that bundlers import. It re-exports the CommonJS code, as there alone they follow the requests for the
 * addon's packages.
 */
function bundledEntry(chunk) {
  return `import core from "../require/${chunk.fileName}";
export const { ${names(chunk)} } = core;
`;
}

function lookUp(chunk) {
  return `chunks["${chunk.fileName}"]`;
}

function names(chunk) {
  return chunk.exports.toSorted().join(", ");
}

function lookUpChunks(code) {
  return code.replace(/\brequire\("\.\/([\w-]+\.cjs)"\)/g, 'chunks["$1"]');
}

/** Makes the exports of a chunk plain properties: nothing assigns to them later, and a getter for each takes longer. */
function plainExports(code) {
  const getter =
    /Object\.defineProperty\(exports, "(\w+)", {\s*enumerable: true,\s*get: function\(\) {\s*return (\w+);\s*}\s*}\);/g;
  return code.replace(getter, "exports.$1 = $2;");
}

/** Node.js hands out its own modules at run time. In an ES module, a bundled \`require\` of one would throw. */
function takeBuiltins(code) {
  return code.replace(/\brequire\("(node:[a-z_/]+)"\)/g, 'process.getBuiltinModule("$1")');
}

/** V8 keeps a source of ASCII characters in half of the memory, and scans it faster. All others are in strings. */
function toAscii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const threeForms = {
  name: "three-forms",
  generateBundle(_, bundle) {
    const emit = (fileName, source) => this.emitFile({ type: "asset", fileName, source });
    for (const chunk of Object.values(bundle).filter(({ isEntry }) => isEntry)) {
      emit(`import/${chunk.name}.js`, wholeEntry(chunk, bundle, FORMATS.module));
      emit(`code/${chunk.fileName}`, wholeEntry(chunk, bundle, FORMATS.commonjs));
      emit(`require/${chunk.fileName}`, requiredEntry(chunk));
      emit(`bundle/${chunk.name}.js`, bundledEntry(chunk));
    }
    for (const [fileName, { type }] of Object.entries(bundle)) if (type === "chunk") delete bundle[fileName];
  },
};

export default {
  input: ENTRIES,
  platform: "node",
  external: /^openai-harmony-node-/,
  preserveEntrySignatures: "strict",
  transform: { define },
  plugins: [threeForms],
  output: {
    dir: "dist",
    cleanDir: true,
    format: "cjs",
    esModule: false,
    comments: false,
    entryFileNames: "[name].cjs",
    chunkFileNames: "shared-[name].cjs",
  },
};
