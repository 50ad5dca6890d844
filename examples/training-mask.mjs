/**
 * Makes training data: reads conversations in their canonical form, one a line, and writes each one's tokens, with a mask
 * that is 1 where the model is to learn: at what the assistant wrote, and at the tokens with which it stopped.
 *
 *     node examples/training-mask.mjs examples/data/conversations.jsonl > training.jsonl
 */
import { createReadStream } from "node:fs";
import { argv, stdout } from "node:process";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { loadHarmonyEncoding, lossMask } from "openai-harmony-node";

const CONVERSATIONS = fileURLToPath(new URL("data/conversations.jsonl", import.meta.url));

const encoding = loadHarmonyEncoding();

/** Returns a conversation's tokens and mask, as JSON. */
function example(conversation) {
  // Analysis before the first final answer is left out, as it is from prompts; `autoDropAnalysis: false` keeps it.
  const { tokens, spans } = encoding.renderConversationWithSpans(conversation, { for: "training" });
  return JSON.stringify({ tokens: [...tokens], mask: [...lossMask(spans, tokens.length)] });
}

async function* examples(lines) {
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === "") continue;
    try {
      yield `${example(line)}\n`;
    } catch (error) {
      throw new Error(`line ${number}: ${error.message}`, { cause: error });
    }
  }
}

// Reads no faster than the output is taken.
const lines = createInterface({ input: createReadStream(argv[2] ?? CONVERSATIONS), crlfDelay: Infinity });
await pipeline(lines, examples, stdout, { end: false });
