/** Writes the public declarations of each entry, `<name>.d.ts` for `import` and `<name>.d.cts` for `require`. */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { generateDtsBundle } from "dts-bundle-generator";
import ts from "typescript";
import { ENTRIES } from "./entries.mjs";

const { name: packageName } = JSON.parse(readFileSync("package.json", "utf8"));

/** These import nothing. The data classes can be used without the types of the web and of Node.js. */
const ALONE = ["index", "chat"];

const output = { noBanner: true, sortNodes: false, exportReferencedTypes: false };
const sources = Object.entries(ENTRIES).map(([name, filePath]) => ({
  // By this name, an entry is the same file to whoever imports it.
  filePath: resolve(filePath),
  // The entries that use types of the web import the main one.
  output: { ...output, inlineDeclareGlobals: name === "index" },
}));
const bundles = generateDtsBundle(sources, { preferredConfigPath: "tsconfig.json" }).map(withoutBrands);
const main = exportedCode(bundles[Object.keys(ENTRIES).indexOf("index")]);

Object.keys(ENTRIES).forEach((name, i) => {
  const declarations = ALONE.includes(name) ? bundles[i] : importing(bundles[i]);
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

/** Imports from the main entry what that exports, instead of declaring it again, and leaves out what nobody needs then. */
function importing(declarations) {
  const statements = parse(declarations).statements;
  const isMain = (statement) => namesOf(statement).length > 0 && main.has(codeOf(statement));
  const ofMain = statements.filter(isMain);
  const kept = needed(statements.filter((statement) => !isMain(statement)));
  const used = usedIn(kept);
  const imported = unique(ofMain.flatMap(namesOf)).filter((name) => used.has(name));
  const exported = unique(ofMain.filter(isExported).flatMap(namesOf));
  const texts = [fromMain("import", imported), fromMain("export", exported), ...kept.map(textOf)];
  return `${texts.filter((text) => text !== "").join("\n\n")}\n`;
}

/** A value and its type can have one name. */
function unique(names) {
  return [...new Set(names)];
}

function fromMain(keyword, names) {
  return names.length === 0 ? "" : `${keyword} { ${names.sort().join(", ")} } from "${packageName}";`;
}

/** The statements that are exported, and those that these need. */
function needed(statements) {
  let kept = statements;
  for (;;) {
    const used = usedIn(kept);
    const next = kept.filter(
      (statement) => isPublic(statement) || namesOf(statement).some((name) => used.has(name)),
    );
    if (next.length === kept.length) return kept;
    kept = next;
  }
}

function isPublic(statement) {
  return namesOf(statement).length === 0 || isExported(statement);
}

function isExported(statement) {
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

/** The names that statements use, other than each its own. */
function usedIn(statements) {
  const used = new Set();
  for (const statement of statements) {
    const own = namesOf(statement);
    const visit = (node) => {
      if (ts.isIdentifier(node) && !own.includes(node.text)) used.add(node.text);
      ts.forEachChild(node, visit);
    };
    visit(statement);
  }
  return used;
}

function namesOf(statement) {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.text);
  }
  return statement.name === undefined || ts.isModuleDeclaration(statement) ? [] : [statement.name.text];
}

/** A statement with its documentation, and without what the head of its file said. */
function textOf(statement) {
  return statement
    .getFullText()
    .trim()
    .replace(/^(?:\/\*\*(?:(?!\*\/).)*\*\/\s*)+(?=\/\*\*)/s, "");
}

/** A statement without its documentation, whether or not it is exported. */
function codeOf(statement) {
  return statement.getText().replace(/^export /, "");
}

/** The code of what is exported. */
function exportedCode(declarations) {
  return new Set(parse(declarations).statements.filter(isExported).map(codeOf));
}

function parse(declarations) {
  return ts.createSourceFile("entry.d.ts", declarations, ts.ScriptTarget.Latest, true);
}
