/** Completions of any kind: well-formed, damaged, cut off, and of tokens that mean nothing. */
import fc from "fast-check";

const word = fc.oneof(
  fc.constantFrom(
    "Hello",
    "{",
    '{"a":1}',
    " ",
    "\n",
    "😀",
    "é",
    "to=",
    "assistant",
    "12345678901234567890",
    "STOP",
  ),
  fc.string({ maxLength: 6, unit: "grapheme" }),
);
const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(""));

const channel = fc.constantFrom("analysis", "commentary", "final", "", "other");
const recipient = fc.constantFrom(
  "",
  "",
  "",
  " to=functions.f",
  " to=functions.get_weather",
  " to=f",
  " to=browser.search",
  " to=python",
  " to=assistant",
  " to=user",
);
const contentType = fc.constantFrom("", "", " json", " <|constrain|>json", " code");
const stop = fc.constantFrom("<|end|>", "<|end|>", "<|call|>", "<|return|>", "");

/** A message, in pieces that are tokens or words. */
const message = fc
  .tuple(channel, recipient, contentType, text, stop)
  .map(([channel, recipient, contentType, text, stop]) => [
    ...(channel === "" ? [] : ["<|channel|>", channel]),
    recipient,
    ...(contentType.startsWith(" <") ? [" ", "<|constrain|>", "json"] : [contentType]),
    "<|message|>",
    text,
    stop,
  ]);

const whole = fc
  .array(message, { maxLength: 5 })
  .map((messages) =>
    messages.flatMap((pieces, i) => (i === 0 ? pieces : ["<|start|>", "assistant", ...pieces])),
  );

const PIECES = [
  "<|start|>",
  "<|channel|>",
  "<|message|>",
  "<|constrain|>",
  "<|end|>",
  "<|call|>",
  "<|return|>",
];

/** Tokens and words in any order. */
const random = fc.array(fc.oneof(fc.constantFrom(...PIECES), channel, recipient, text), { maxLength: 20 });

/** Completions with pieces removed, doubled or moved in. */
const damaged = fc
  .tuple(whole, fc.nat(), fc.nat(2), fc.constantFrom("", ...PIECES))
  .map(([pieces, start, removed, added]) => {
    const at = start % (pieces.length + 1);
    return [...pieces.slice(0, at), added, ...pieces.slice(at + removed)];
  });

/** The text of a completion, its special tokens spelt out. */
export const completionText = fc.oneof(whole, damaged, random).map((pieces) => pieces.join(""));

/** Cuts something into parts at places that were generated. */
export function cutAt<T extends { length: number; slice(start: number, end?: number): T }>(
  whole: T,
  cuts: readonly number[],
): T[] {
  const places = cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b);
  return [0, ...places].map((start, i) => whole.slice(start, places[i]));
}

/** Where something is cut. */
export const cuts = fc.array(fc.nat(), { maxLength: 8 });

/** Everything that an async iterable gives. */
export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}
