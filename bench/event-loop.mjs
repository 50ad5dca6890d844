/**
 * How long the event loop waits while ten conversations of 2 MB are rendered on libuv's pool, beside the time that it
 * waits for one of them rendered at once: `node bench/event-loop.mjs`.
 */
import { setImmediate as turn } from "node:timers/promises";
import { Conversation, loadHarmonyEncoding, Message, Role } from "openai-harmony-node";
import { corpora } from "./corpora.mjs";

const ROUNDS = 15;
const encoding = loadHarmonyEncoding();
const text = `${corpora.prose()}\n${corpora.code()}`;
const conversations = Array.from({ length: 10 }, (_, i) => {
  const content = `${i} ${text.repeat(Math.ceil(2e6 / text.length))}`.slice(0, 2e6);
  return Conversation.fromMessages([Message.fromRoleAndContent(Role.USER, content)]);
});

/** The longest time between two turns of the event loop until the work is done. */
async function longestGap(work) {
  let isDone = false;
  work.finally(() => {
    isDone = true;
  });
  let [longest, before] = [0, performance.now()];
  while (!isDone) {
    await turn();
    const now = performance.now();
    longest = Math.max(longest, now - before);
    before = now;
  }
  return longest;
}

function synchronousTime() {
  const started = performance.now();
  for (const conversation of conversations)
    encoding.renderConversationForCompletion(conversation, Role.ASSISTANT);
  return (performance.now() - started) / conversations.length;
}

function renderAll() {
  return Promise.all(
    conversations.map((conversation) =>
      encoding.renderConversationForCompletionAsync(conversation, Role.ASSISTANT),
    ),
  );
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const [gaps, times] = [[], []];
for (let round = 0; round < ROUNDS; round++) {
  times.push(synchronousTime());
  gaps.push(await longestGap(renderAll()));
}
const [time, gap] = [median(times), median(gaps)];
console.log(`one synchronous render: ${time.toFixed(2)} ms`);
console.log(`the longest gap of ten asynchronous ones: ${gap.toFixed(2)} ms (1/${(time / gap).toFixed(0)})`);
