/** The documentation: its programs run, its links lead somewhere, its claims hold, and it leaves nothing out. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as harmony from "openai-harmony-node";
import { Conversation, loadHarmonyEncoding, Message, Role, SystemContent } from "openai-harmony-node";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { ENTRIES } from "../scripts/entries.mjs";
import { programs, withChecks } from "./code-blocks.ts";
import { ROOT, runModule } from "./support.ts";

/** The declarations of each entry. */
const DECLARATIONS = Object.keys(ENTRIES).map((entry) =>
  ts.createSourceFile(
    `${entry}.d.ts`,
    readFileSync(join(ROOT, `${entry}.d.ts`), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  ),
);

/** Its blocks configure bundlers. The packaging tests build with such settings. */
const BUNDLERS = join("docs", "bundlers.md");

/** The README and all Markdown in `docs`, relative to the root. */
const DOCUMENTS = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

function read(document: string): string {
  return readFileSync(join(ROOT, document), "utf8");
}

describe("the programs run, and their comments are right", () => {
  const all = DOCUMENTS.filter((document) => document !== BUNDLERS).flatMap((document) =>
    programs(read(document)).map((program, i) => [`${document}, program ${i + 1}`, program] as const),
  );

  test.each(all)("%s", async (_, program) => {
    expect(await runModule(withChecks(program))).toMatchObject({ code: 0, stderr: "" });
  });

  test("a program is blocks from one with imports to the next", () => {
    const markdown =
      '```js\nimport "a";\n```\ntext\n```js\nb();\n```\n```sh\nls\n```\n```ts\nimport "c";\n```\n';
    expect(programs(markdown)).toEqual(['import "a";\nb();\n', 'import "c";\n']);
  });

  test.each([
    ["[1,\n 2]; // => [1,\n//   2]", ""],
    ["[1, 2];\n// => [1, 3]", "AssertionError"],
    ["throw_(); // throws Error: no", ""],
    ["throw_(); // throws Error: yes", "AssertionError"],
    ["0; // throws Error: no", "Missing expected rejection"],
  ])("%j is checked", async (statement, failure) => {
    const code = withChecks(`function throw_() { throw new Error("no\\nmore"); }\n${statement}`);
    const { stderr } = await runModule(code);
    expect(stderr).toEqual(failure === "" ? "" : expect.stringContaining(failure));
  });

  test("a claim that follows no expression is refused", () => {
    expect(() => withChecks("const a = 1; // => 1")).toThrow("1 claims do not follow an expression");
  });
});

describe("every link leads somewhere", () => {
  const others = ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "fuzz/README.md"].map((name) =>
    join(name),
  );
  const documents = [...DOCUMENTS, ...others, join("__test__", "conformance", "README.md")];

  test.each(documents)("in %s", (document) => {
    const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    const broken = links.filter(([, path = "", anchor]) => {
      const target = path === "" ? document : join(dirname(document), path);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchors(read(target)).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  test.each([join("docs", "README.md"), join("docs", "decisions", "README.md")])(
    "%s lists every document of its folder",
    (index) => {
      const beside = DOCUMENTS.filter(
        (document) => dirname(document) === dirname(index) && document !== index,
      );
      expect(beside.filter((document) => !read(index).includes(`](${basename(document)})`))).toEqual([]);
    },
  );

  /** Returns what GitHub makes of the headings of a Markdown text. */
  function anchors(markdown: string): string[] {
    const headings = markdown.replace(/^```.*?^```$/gms, "").matchAll(/^#+ (.*)$/gm);
    return [...headings].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    );
  }
});

describe("the README's claims about speed", () => {
  const rows = tableRows("README.md").filter(([, measured = ""]) => /\(\d.*x\)$/.test(measured));

  test("are five rows of the whole table", () => {
    expect(rows).toHaveLength(5);
    const whole = tableRows(join("docs", "performance.md")).map((cells) => cells.slice(0, 3));
    for (const row of rows) expect(whole).toContainEqual(row);
  });

  test.each([
    [
      "what repeats",
      /encoded (\d+) to (\d+) times faster/,
      /^(small render|long render|parse|encode (?!once))/,
    ],
    ["new text", /new text (\d+) to (\d+) times faster/, /^encode once/],
  ])("fit what most rows of %s say", (_, claim, isRow) => {
    const [, from, to] = read("README.md").match(claim) ?? [];
    const ratios = tableRows(join("docs", "performance.md"))
      .filter(([what = ""]) => isRow.test(what))
      .map(([, measured]) => Number(measured?.match(/\(([\d.]+)x\)/)?.[1]));
    const typical = ratios.filter((ratio) => ratio >= Number(from) && ratio <= Number(to));
    expect(ratios.length).toBeGreaterThan(5);
    expect(typical.length / ratios.length).toBeGreaterThan(0.8);
  });

  function tableRows(document: string): string[][] {
    const lines = read(document).split("\n");
    return lines
      .filter((line) => line.startsWith("|"))
      .map((line) => line.split("|").slice(1, -1))
      .map((cells) => cells.map((cell) => cell.trim()));
  }
});

test("a prompt rendered for completion does not parse back, as in Python's own example", () => {
  const encoding = loadHarmonyEncoding();
  const conversation = Conversation.fromMessages([
    Message.fromRoleAndContent(Role.SYSTEM, SystemContent.new()),
    Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
  ]);
  const prompt = encoding.renderConversationForCompletion(conversation, Role.ASSISTANT);
  expect(() => encoding.parseMessagesFromCompletionTokens(prompt)).toThrow(
    "Unexpected EOS while waiting for message header to complete",
  );
});

test.each(DECLARATIONS)("everything public is documented in $fileName", (declarations) => {
  const found = { documented: 0, undocumented: [] as string[] };
  const visit = (node: ts.Node) => {
    if (needsDocumentation(node)) {
      if (ts.getJSDocCommentsAndTags(node).length > 0) found.documented++;
      else found.undocumented.push(node.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(declarations);
  expect(found.undocumented).toEqual([]);
  expect(found.documented).toBeGreaterThan(0);
});

/** A declaration at the top, or a member of a class, an interface or an object type that callers can use. */
function needsDocumentation(node: ts.Node): boolean {
  if (ts.isStatement(node)) return !ts.isExportDeclaration(node) && !ts.isImportDeclaration(node);
  if (!ts.isClassElement(node) && !ts.isTypeElement(node)) return false;
  const { modifiers } = node as { modifiers?: ts.NodeArray<ts.ModifierLike> };
  const hidden = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
  return !hidden && !(node.name !== undefined && ts.isPrivateIdentifier(node.name));
}

/** The examples in the documentation: what each belongs to, and its code. Several entries have some of them. */
function examples(): { subject: string; code: string }[] {
  const found = new Map<string, { subject: string; code: string }>();
  const visit = (node: ts.Node, owner: string) => {
    const named = ts.isVariableStatement(node) ? node.declarationList.declarations[0] : node;
    const name = (named as { name?: ts.Node }).name?.getText();
    const subject = [owner, name].filter((part) => part !== "" && part !== undefined).join(".");
    for (const tag of (node as { jsDoc?: ts.JSDoc[] }).jsDoc?.flatMap(({ tags }) => tags ?? []) ?? []) {
      if (tag.tagName.text !== "example") continue;
      // The text as it stands: what TypeScript makes of it has lost the line breaks before a `@`.
      const code = /```ts\n(.*?)\n[\s*]*```/s.exec(tag.getText())?.[1]?.replace(/^\s*\* ?/gm, "");
      found.set(`${subject} ${code}`, { subject, code: code ?? "" });
    }
    ts.forEachChild(node, (child) => visit(child, subject));
  };
  for (const declarations of DECLARATIONS) ts.forEachChild(declarations, (node) => visit(node, ""));
  return [...found.values()];
}

/** Takes the types away and leaves the rest as it is. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  verbatimModuleSyntax: true,
};

describe("the examples", () => {
  const all = examples();

  test("are there for each class, and each main method", () => {
    const subjects = new Set(all.map(({ subject }) => subject));
    const classes = Object.entries(harmony)
      .filter(([, value]) => /^class /.test(String(value)))
      .map(([name]) => name);
    expect(classes.length).toBeGreaterThan(12);
    // Nothing but a broken installation throws it.
    expect(classes.filter((name) => !subjects.has(name))).toEqual(["HarmonyModuleNotFoundError"]);
    for (const subject of [
      "loadHarmonyEncoding",
      "HarmonyEncoding.renderConversationForCompletion",
      "HarmonyEncoding.renderConversationForTraining",
      "HarmonyEncoding.renderConversation",
      "HarmonyEncoding.render",
      "HarmonyEncoding.parseMessagesFromCompletionTokens",
      "HarmonyEncoding.encode",
      "HarmonyEncoding.encodeBatch",
      "HarmonyEncoding.decode",
      "HarmonyEncoding.countTokens",
      "HarmonyEncoding.countConversationTokens",
      "StreamableParser.process",
      "StreamableParser.processEos",
    ]) {
      expect(subjects).toContain(subject);
    }
  });

  test.each(all)("$subject: runs, and its comments are right", async ({ code }) => {
    expect(code).not.toBe("");
    const imports = `import { ${Object.keys(harmony).join(", ")} } from "openai-harmony-node";\n`;
    expect(await runModule(imports + ts.transpile(withChecks(code), OPTIONS))).toMatchObject({
      code: 0,
      stderr: "",
    });
  });
});
