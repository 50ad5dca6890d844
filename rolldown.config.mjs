/**
 * Builds the entries into `dist`. There is one implementation, in CommonJS; beside it, an ES module for each entry
 * re-exports it, so that `import` and `require` give the same classes.
 */
import { readFileSync } from "node:fs";
import { ENTRIES } from "./scripts/entries.mjs";

const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));

/**
 * Each chunk's exports are kept in a table of the process. A bundler that puts the package into two bundles, or into
 * two layers of one, evaluates a chunk twice: the second time it finds the first one's exports, and each class is still
 * one class.
 */
const TABLE = `globalThis[Symbol.for("${name}@${version}")] ??= {}`;

/** V8 compiles a function in parentheses at once, and not a second time when it is called. */
function registered(code, fileName) {
  return `const chunks = (${TABLE});
module.exports = chunks["${fileName}"] ??= (function (exports) {
${code.trim()}
return exports;
})({});
`;
}

/** Node.js hands out its own modules at run time. In an ES module, a bundled \`require\` of one would throw. */
function takeBuiltins(code) {
  return code.replace(/\brequire\("(node:[a-z_/]+)"\)/g, 'process.getBuiltinModule("$1")');
}

/**
 * The file that `require` finds. It is short because Node.js scans a CommonJS file for names when it is imported, which
 * took twice as long as running it; and it is written so that the scan goes no further.
 */
function commonJsEntry(chunk) {
  return `const chunks = (${TABLE});
module.exports = chunks["${chunk.fileName}"] ??= require("./${chunk.fileName}");
`;
}

/** The file that `import` finds. */
function esModuleEntry(chunk) {
  const names = chunk.exports.toSorted();
  return `import core from "./${chunk.name}.cjs";
export const { ${names.join(", ")} } = core;
`;
}

const bothModuleSystems = {
  name: "both-module-systems",
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      chunk.code = registered(takeBuiltins(chunk.code), chunk.fileName);
      if (!chunk.isEntry) continue;
      this.emitFile({ type: "asset", fileName: `${chunk.name}.cjs`, source: commonJsEntry(chunk) });
      this.emitFile({ type: "asset", fileName: `${chunk.name}.js`, source: esModuleEntry(chunk) });
    }
  },
};

export default {
  input: ENTRIES,
  platform: "node",
  external: /^openai-harmony-node-/,
  preserveEntrySignatures: "strict",
  plugins: [bothModuleSystems],
  output: {
    dir: "dist",
    cleanDir: true,
    format: "cjs",
    esModule: false,
    comments: false,
    entryFileNames: "chunks/[name].cjs",
    chunkFileNames: "chunks/shared-[name].cjs",
  },
};
