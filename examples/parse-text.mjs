/**
 * Shows what is in a completion's text, in which special tokens are spelt out, and what was malformed in it:
 *
 *     node examples/parse-text.mjs completion.txt
 *     echo '<|channel|>final Hello!<|return|>' | node examples/parse-text.mjs
 */
import { createReadStream } from "node:fs";
import { argv, stdin } from "node:process";
import { text as readText } from "node:stream/consumers";
import { CompletionParser, loadHarmonyEncoding } from "openai-harmony-node";

/** Returns a heading such as `Message 2: assistant to functions.f, commentary, <|constrain|>json, ended by <|call|>`. */
function heading({ index, message, stop }) {
  const { author, recipient, channel, contentType } = message;
  const from = author.name === null ? author.role : `${author.role} ${author.name}`;
  const to = recipient === null ? from : `${from} to ${recipient}`;
  const end = stop === null ? "without a stop token" : `ended by <|${stop}|>`;
  return `Message ${index + 1}: ${[to, channel, contentType, end].filter((part) => part !== null).join(", ")}`;
}

/** Indents the lines of a text. */
function indented(text) {
  return text.replace(/^(?=.)/gm, "    ");
}

const [, , file] = argv;
// Editors and `echo` end the last line, which the model did not.
const written = await readText(file === undefined ? stdin : createReadStream(file));
const text = written.replace(/\r?\n$/, "");

// A prompt ends in `<|start|>assistant`, so that a completion begins after it. A text may have it nevertheless.
const parser = new CompletionParser(loadHarmonyEncoding(), {
  role: text.startsWith("<|start|>") ? null : "assistant",
});
for (const event of [...parser.push(text), ...parser.finish()]) {
  if (event.type === "message_end") {
    console.log(`${heading(event)}\n${indented(event.message.content[0].text)}\n`);
  }
  if (event.type === "diagnostic") {
    const { code, message, at, raw } = event.diagnostic;
    const lost = raw === "" ? "" : `: ${JSON.stringify(raw)}`;
    console.log(`Malformed at ${at} (${code}): ${message}${lost}\n`);
  }
}

const count = (things, name) => `${things.length} ${name}${things.length === 1 ? "" : "s"}`;
console.log(`${count(parser.messages, "message")}, ${count(parser.diagnostics, "diagnostic")}`);
