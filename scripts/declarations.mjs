/** Writes the public declarations of each entry, `<name>.d.ts` for `import` and `<name>.d.cts` for `require`. */
import { writeFileSync } from "node:fs";
import { generateDtsBundle } from "dts-bundle-generator";
import { ENTRIES } from "./entries.mjs";

const output = { noBanner: true, sortNodes: false, exportReferencedTypes: false };
const sources = Object.entries(ENTRIES).map(([name, filePath]) => ({
  filePath,
  // Data classes and tools use no types of the web.
  output: { ...output, inlineDeclareGlobals: !["chat", "tools"].includes(name) },
}));
const bundles = generateDtsBundle(sources, { preferredConfigPath: "tsconfig.json" });

Object.keys(ENTRIES).forEach((name, i) => {
  const declarations = withoutBrands(bundles[i]);
  writeFileSync(`${name}.d.ts`, declarations);
  writeFileSync(`${name}.d.cts`, declarations);
});

/**
 * Removes the trace of private fields. Because of it, TypeScript would take a class for another one in each of these
 * files, although there is only one at run time, whichever entry and module system it came from.
 */
function withoutBrands(declarations) {
  return declarations.replace(/^\s*#private;\n/gm, "");
}
