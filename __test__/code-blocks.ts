/**
 * Programs in Markdown and in TSDoc: their fenced code, as modules that check what their comments claim.
 *
 * Two comments after a statement are claims. `// => value` says what the statement's expression gives, as a JavaScript
 * expression that is deeply equal to it; `// throws Name: message` says which error the statement ends in, by the first
 * line of its text. A claim that does not fit on the line goes on in comments that are indented by two more spaces.
 */
import ts from "typescript";

/** Returns the programs in a Markdown text. A block with imports begins one; a block without any continues it. */
export function programs(markdown: string): string[] {
  const found: string[] = [];
  for (const [, block = ""] of markdown.matchAll(/^```(?:js|ts)\n(.*?)^```$/gms)) {
    if (/^import /m.test(block)) found.push(block);
    else found.push((found.pop() ?? "") + block);
  }
  return found;
}

/** Returns the program with its claims as assertions. */
export function withChecks(program: string): string {
  const claims = [...program.matchAll(/\/\/ (?:=>|throws) /g)].length;
  const file = ts.createSourceFile("program.mts", program, ts.ScriptTarget.Latest, true);
  let checked = "";
  let copied = 0;
  let found = 0;
  const visit = (node: ts.Node): void => {
    const claim = ts.isExpressionStatement(node) ? claimAt(program, node.end) : undefined;
    if (claim === undefined) {
      ts.forEachChild(node, visit);
      return;
    }
    checked += program.slice(copied, node.getStart()) + assertion(node as ts.ExpressionStatement, claim);
    copied = node.end;
    found++;
  };
  visit(file);
  if (found !== claims) throw new Error(`${claims - found} claims do not follow an expression:\n${program}`);
  return `import assert from "node:assert/strict";\n${checked}${program.slice(copied)}`;
}

interface Claim {
  kind: string;
  text: string;
}

/** Returns the claim in the comment at a position, which may begin on the next line. */
function claimAt(program: string, position: number): Claim | undefined {
  const comment = /[ \t]*(?:\n[ \t]*)?\/\/ (=>|throws) (.*(?:\n[ \t]*\/\/ {3}.*)*)/y;
  comment.lastIndex = position;
  const match = comment.exec(program);
  if (match === null) return undefined;
  const [, kind = "", text = ""] = match;
  return { kind, text: text.replace(/\s*\n\s*\/\/\s*/g, " ") };
}

function assertion({ expression }: ts.ExpressionStatement, { kind, text }: Claim): string {
  const code = expression.getText();
  if (kind === "=>") return `assert.deepEqual(${code}, (${text}));`;
  return `await assert.rejects(async () => { ${code} }, (error) => {
    assert.equal(String(error).split("\\n")[0], ${JSON.stringify(text)});
    return true;
  });`;
}
