/** Roles: the five canonical strings, and nothing else, wherever a role is asked for. */
import {
  Author,
  Conversation,
  loadHarmonyEncoding,
  Message,
  Role,
  StreamableParser,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { bad, expectValueError } from "./support.ts";

const encoding = loadHarmonyEncoding();

test("the members are the canonical strings", () => {
  expect(Object.entries(Role)).toEqual([
    ["USER", "user"],
    ["ASSISTANT", "assistant"],
    ["SYSTEM", "system"],
    ["DEVELOPER", "developer"],
    ["TOOL", "tool"],
  ]);
});

test.each(Object.values(Role))("%s renders to what its string renders to", (role) => {
  const text = JSON.stringify({ role, name: "n", content: "x" });
  const author = Author.new(role, "n");
  expect(encoding.render(Message.fromAuthorAndContent(author, "x"))).toEqual(encoding.render(text));
});

const takers: [string, string, (role: never) => unknown][] = [
  ["Author", "role: ", (role) => new Author({ role })],
  ["Author.new", "", (role) => Author.new(role, "name")],
  ["Message.fromRoleAndContent", "", (role) => Message.fromRoleAndContent(role, "text")],
  ["Message.fromRoleAndContents", "", (role) => Message.fromRoleAndContents(role, [])],
  ["Message.fromDict", "role: ", (role) => Message.fromDict({ role, content: "" })],
  [
    "Conversation.fromDict",
    "messages[1].role: ",
    (role) =>
      Conversation.fromDict({
        messages: [
          { role: "user", content: "" },
          { role, content: "" },
        ],
      }),
  ],
  ["nextTurnRole", "", (role) => encoding.renderConversationForCompletion([], role)],
  ["parse", "", (role) => encoding.parseMessagesFromCompletionTokens([], role)],
  ["StreamableParser", "", (role) => new StreamableParser(encoding, role)],
];

describe.each(takers)("%s refuses", (_, path, take) => {
  test.each([
    ["bogus", "'bogus'"],
    ["USER", "'USER'"],
    ["User", "'User'"],
    ["user ", "'user '"],
    ["", "''"],
    ["toString", "'toString'"],
    ["__proto__", "'__proto__'"],
    [5, "5"],
    [{}, "object"],
    [["user"], "array"],
    [true, "true"],
    [Symbol("user"), "symbol"],
    [10n, "bigint"],
    [new String("user"), "String"],
  ])("role %#", (role, quoted) => {
    expectValueError(() => take(bad(role)), `${path}Unknown role: ${quoted}`);
  });
});

test("a role that is set to something else later is refused when the message is used", () => {
  const message = Message.fromRoleAndContent(Role.USER, "x");
  message.author.role = bad("bogus");
  expectValueError(() => encoding.render(message), "author.role: Unknown role: 'bogus'");
  expectValueError(
    () => encoding.renderConversation([message]),
    "messages[0].author.role: Unknown role: 'bogus'",
  );
});

test("null is no role but where the role may be left out", () => {
  expectValueError(() => Message.fromRoleAndContent(bad(null), "x"), "Unknown role: null");
  expectValueError(
    () => encoding.renderConversationForCompletion([], bad(undefined)),
    "Unknown role: undefined",
  );
  expect(encoding.parseMessagesFromCompletionTokens([], null)).toEqual([]);
  expect(new StreamableParser(encoding, null).currentRole).toBeNull();
});
