/**
 * Uses the package for long, and prints how much memory the process has: `node --expose-gc bench/soak.mjs [SECONDS]`.
 *
 * First 200,000 parsers of each kind are made, fed and dropped, then conversations are rendered, counted and parsed, and
 * rendered on libuv's pool, until the time is over. The memory after the first tenth should be that at the end.
 */
import {
  CompletionParser,
  Conversation,
  loadHarmonyEncoding,
  Message,
  Role,
  StreamableParser,
  SystemContent,
} from "openai-harmony-node";

const PARSERS = 200_000;
const seconds = Number(process.argv[2] ?? 180);
const encoding = loadHarmonyEncoding();
const completion = encoding.encode(
  "<|channel|>analysis<|message|>A thought, 天気.<|end|><|start|>assistant<|channel|>final<|message|>Done.<|return|>",
  { allowedSpecial: "all" },
);

function report(what) {
  globalThis.gc?.();
  const { rss, external, arrayBuffers, heapUsed } = process.memoryUsage();
  const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(
    `${what}: RSS ${mb(rss)}, heap ${mb(heapUsed)}, external ${mb(external)}, arrays ${mb(arrayBuffers)}`,
  );
}

function useParser() {
  const parser = new StreamableParser(encoding, Role.ASSISTANT);
  for (const token of completion) parser.process(token);
  parser.processEos();
  return parser.messages.length;
}

/** Well-formed tokens one by one, malformed text in parts, and a completion that is never finished. */
function useCompletionParser(round) {
  const parser = new CompletionParser(encoding);
  if (round % 3 === 0) for (const token of completion) parser.push(token);
  else
    for (const part of ["<|channel|>final<|channel|>", "final<|message|>Do", "ne.<|end|>and more"])
      parser.push(part);
  if (round % 3 !== 1) parser.finish();
  return parser.messages.length;
}

async function useEncoding(round) {
  const text = `Round ${round}: ${"words and 文字 ".repeat(round % 2000)}`;
  const conversation = Conversation.fromMessages([
    Message.fromRoleAndContent(Role.SYSTEM, SystemContent.new()),
    Message.fromRoleAndContent(Role.USER, text),
  ]);
  const tokens = encoding.renderConversationForCompletion(conversation, Role.ASSISTANT);
  if (tokens.length !== encoding.countConversationTokens(conversation, Role.ASSISTANT)) {
    throw new Error("the count is not the number of tokens");
  }
  if (encoding.decode(encoding.encode(text)) !== text) throw new Error("the text did not come back");
  if (round % 10 !== 0) return;
  const later = await encoding.renderConversationForCompletionAsync(conversation, Role.ASSISTANT);
  if (later.length !== tokens.length) throw new Error("the pool gave another number of tokens");
}

/** Garbage is collected, and finalizers run, between turns of the event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

report("at the start");
for (const [use, name] of [
  [useParser, "StreamableParser"],
  [useCompletionParser, "CompletionParser"],
]) {
  for (let i = 1; i <= PARSERS; i++) {
    use(i);
    if (i % 1000 === 0) await turn();
    if (i % (PARSERS / 4) === 0) report(`${i} times ${name}`);
  }
}
const end = Date.now() + seconds * 1000;
let round = 0;
for (let part = 1; part <= 10; part++) {
  while (Date.now() < end - (10 - part) * 100 * seconds) {
    for (let i = 0; i < 100; i++) await useEncoding(round++);
    await turn();
  }
  report(`${round} rounds`);
}
