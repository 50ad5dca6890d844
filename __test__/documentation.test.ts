/** What the documentation says, here and in Python, and that it leaves nothing out. */
import { readFileSync } from "node:fs";
import { Conversation, loadHarmonyEncoding, Message, Role, SystemContent } from "openai-harmony-node";
import ts from "typescript";
import { expect, test } from "vitest";

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

test("everything public is documented in index.d.ts", () => {
  const text = readFileSync(new URL("../index.d.ts", import.meta.url), "utf8");
  const file = ts.createSourceFile("index.d.ts", text, ts.ScriptTarget.Latest, true);
  const found = { documented: 0, undocumented: [] as string[] };
  const visit = (node: ts.Node) => {
    if (needsDocumentation(node)) {
      if (ts.getJSDocCommentsAndTags(node).length > 0) found.documented++;
      else found.undocumented.push(node.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  expect(found.undocumented).toEqual([]);
  expect(found.documented).toBeGreaterThan(200);
});

/** A declaration at the top, or a member of a class, an interface or an object type that callers can use. */
function needsDocumentation(node: ts.Node): boolean {
  if (ts.isStatement(node)) return !ts.isExportDeclaration(node);
  if (!ts.isClassElement(node) && !ts.isTypeElement(node)) return false;
  const { modifiers } = node as { modifiers?: ts.NodeArray<ts.ModifierLike> };
  const hidden = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
  return !hidden && !(node.name !== undefined && ts.isPrivateIdentifier(node.name));
}
