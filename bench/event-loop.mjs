/**
 * How long the event loop waits while ten conversations of 2 MB are rendered on libuv's pool, beside the time that it
 * waits for one of them rendered at once, and beside an event loop with nothing to do:
 * `node --expose-gc --initial-old-space-size=1024 bench/event-loop.mjs`.
 *
 * Each measurement starts from a collected heap with the results of the round before, and with code that has run since:
 * the collector drops code that has not. Measuring makes no garbage. When V8 collects depends on how large the whole
 * program's heap is. With the option, it is as large as a server's, so that the 18 MB of the results do not start a
 * collection; without it they do, and its pauses and its steps, which nobody reports, are part of the gaps.
 */
import { readdirSync, readFileSync } from "node:fs";
import { PerformanceObserver } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { Conversation, loadHarmonyEncoding, Message, Role } from "openai-harmony-node";

const ROUNDS = 25;
/** What is looked at, in milliseconds. */
const SHORTEST_GAP = 0.05;
const encoding = loadHarmonyEncoding();
const text = declarations(21e6);
const texts = Array.from({ length: 10 }, (_, i) => text.slice(i * 2e6, (i + 1) * 2e6));
const conversations = texts.map(makeConversation);
const other = makeConversation(text.slice(20e6, 20.1e6));

function makeConversation(content) {
  return Conversation.fromMessages([Message.fromRoleAndContent(Role.USER, content)]);
}

/** So much TypeScript that is installed, more than is remembered of texts that repeat. */
function declarations(length) {
  const folder = new URL("../node_modules/", import.meta.url);
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".d.ts"));
  let all = "";
  for (const file of files.sort()) {
    if (all.length < length) all += readFileSync(new URL(file, folder), "utf8");
  }
  return all;
}

/** The collector's pauses: their starts and lengths in milliseconds. */
const pauses = [];
const observer = new PerformanceObserver((list) => pauses.push(...list.getEntries()));
observer.observe({ entryTypes: ["gc"] });

/** The longest time between two turns of the event loop until the work is done, with and without the collector's. */
async function longestGap(work) {
  globalThis.gc();
  await sleep(20);
  await render(other);
  const gaps = await gapsDuring(work);
  await sleep(1);
  const without = ({ start, end }) => {
    const inside = pauses.filter((pause) => pause.startTime >= start && pause.startTime <= end);
    return inside.reduce((rest, pause) => rest - pause.duration, end - start);
  };
  return [Math.max(...gaps.map(({ start, end }) => end - start)), Math.max(...gaps.map(without))];
}

function gapsDuring(work) {
  return new Promise((resolve) => {
    let [isDone, start] = [false, performance.now()];
    const gaps = [{ start, end: start }];
    const turn = () => {
      const end = performance.now();
      if (end - start > SHORTEST_GAP) gaps.push({ start, end });
      start = end;
      if (isDone) return resolve(gaps);
      compute();
      setImmediate(turn);
    };
    setImmediate(turn);
    work().finally(() => {
      isDone = true;
    });
  });
}

/** About 0.02 ms of JavaScript, so that turns are not so many that they make garbage. */
function compute() {
  for (let i = 0; i < 20_000; i++) sum = (sum + i) | 0;
}
let sum = 0;

/** The time of a render. The messages are made anew, as those that are kept are not rendered again. */
function synchronousTime() {
  const anew = texts.map(makeConversation);
  const started = performance.now();
  for (const conversation of anew) encoding.renderConversationForCompletion(conversation, Role.ASSISTANT);
  return (performance.now() - started) / anew.length;
}

/** The last results, which the program holds on to as a server would. */
let _results = [];

async function renderAll() {
  _results = await Promise.all(conversations.map(render));
}

function render(conversation) {
  return encoding.renderConversationForCompletionAsync(conversation, Role.ASSISTANT);
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const [times, asyncGaps, idleGaps] = [[], [], []];
for (let round = 0; round < ROUNDS; round++) {
  times.push(synchronousTime());
  asyncGaps.push(await longestGap(renderAll));
  idleGaps.push(await longestGap(() => sleep(60)));
}
const time = median(times);
console.log(`one synchronous render: ${time.toFixed(2)} ms`);
for (const [what, gaps] of [
  ["ten asynchronous ones", asyncGaps],
  ["an idle event loop", idleGaps],
]) {
  const [all, without] = [0, 1].map((column) => median(gaps.map((gap) => gap[column])));
  const ratio = (gap) => `${gap.toFixed(2)} ms (1/${(time / gap).toFixed(0)})`;
  console.log(`the longest gap of ${what}: ${ratio(all)}, without the collector's pauses ${ratio(without)}`);
}
