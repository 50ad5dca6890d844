/** The reader of server-sent events, however the stream is cut. */
import fc from "fast-check";
import { BackendError } from "openai-harmony-node/gateway";
import { describe, expect, test } from "vitest";
import {
  EventStreamParser,
  readEventStream,
  type ServerSentEvent,
} from "../../facade/gateway/backends/event-stream.ts";

/** Reads a whole text at once. */
const parse = (text: string) => new EventStreamParser().push(text);
const message = (data: string): ServerSentEvent => ({ event: "message", data });

describe("the standard's rules", () => {
  test.each<[string, string, ServerSentEvent[]]>([
    ["an event", "data: one\n\n", [message("one")]],
    ["no space after the colon", "data:one\n\n", [message("one")]],
    ["one space of several is left out", "data:  one\n\n", [message(" one")]],
    ["several lines", "data: one\ndata:\ndata: two\n\n", [message("one\n\ntwo")]],
    ["a line without a colon", "data\n\n", [message("")]],
    [
      "a type, for one event only",
      "event: error\ndata: one\n\ndata: two\n\n",
      [{ event: "error", data: "one" }, message("two")],
    ],
    ["comments", ": ping\n\n:\ndata: one\n: pong\ndata: two\n\n", [message("one\ntwo")]],
    ["other fields", "id: 1\nretry: 5\nfoo: bar\ndata: one\n\n", [message("one")]],
    ["an event without data is none", "event: ping\n\ndata: one\n\n", [message("one")]],
    ["an event that is cut off is none", "data: one\n\ndata: two\n", [message("one")]],
    ["carriage returns", "data: one\rdata: two\r\r", [message("one\ntwo")]],
    ["both", "data: one\r\n\r\ndata: two\r\n\r\n", [message("one"), message("two")]],
    ["empty lines", "\n\n\r\n\ndata: one\n\n\n\n", [message("one")]],
    [
      "other characters that break lines elsewhere",
      "data: a\u2028b\u0085c\fd\n\n",
      [message("a\u2028b\u0085c\fd")],
    ],
  ])("%s", (_, text, expected) => {
    expect(parse(text)).toEqual(expected);
    expect([...text].flatMap(pushInto(new EventStreamParser()))).toEqual(expected);
  });
});

const pushInto = (parser: EventStreamParser) => (piece: string) => parser.push(piece);

const line = fc.string({ unit: fc.constantFrom("a", " ", ":", "é", "中", "😀", "{", '"') });
const event = fc.record({
  event: line.filter((name) => name !== "" && !name.startsWith(" ")),
  data: fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n")),
});
const lineEnd = fc.constantFrom("\n", "\r", "\r\n");

/** Writes events, the lines of each with an end of its own. */
function write(events: ServerSentEvent[], ends: string[]): string {
  return events
    .map(({ event, data }, i) => {
      const lines = [`event: ${event}`, ":", ...data.split("\n").map((each) => `data: ${each}`), ""];
      return lines.map((each) => each + ends[i % ends.length]).join("");
    })
    .join("");
}

/** The bytes of a stream that is cut at these places. */
function cut(bytes: Uint8Array, at: number[]): ReadableStream<Uint8Array> {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return new ReadableStream({
    start(controller) {
      for (let i = 1; i < places.length; i++) controller.enqueue(bytes.slice(places[i - 1], places[i]));
      controller.close();
    },
  });
}

test("what is written is read, wherever it is cut, inside of characters and line ends too", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { maxLength: 5 }),
      fc.array(lineEnd, { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      async (events, ends, at) => {
        const read: ServerSentEvent[] = [];
        const bytes = new TextEncoder().encode(write(events, ends));
        for await (const each of readEventStream(cut(bytes, at))) read.push(each);
        expect(read).toEqual(events.map((each) => ({ ...each })));
      },
    ),
  );
});

test("any cut of any text gives the events of the whole", () => {
  const anything = fc.string({ unit: fc.constantFrom("\n", "\r", ":", " ", "data", "event", "a", "\ufeff") });
  fc.assert(
    fc.property(anything, fc.array(fc.nat(), { maxLength: 10 }), (text, at) => {
      const places = [...at.map((place) => place % (text.length + 1)).sort((a, b) => a - b), text.length];
      const pieces = places.map((place, i) => text.slice(places[i - 1] ?? 0, place));
      expect(pieces.flatMap(pushInto(new EventStreamParser()))).toEqual(parse(text));
    }),
  );
});

test("a byte order mark is left out", async () => {
  const bytes = new TextEncoder().encode("\ufeffdata: one\n\n");
  const read: ServerSentEvent[] = [];
  for await (const each of readEventStream(cut(bytes, [1, 2]))) read.push(each);
  expect(read).toEqual([message("one")]);
});

test("time grows in proportion to the length, also of one line in many pieces", () => {
  const parser = new EventStreamParser();
  const pieces = 200_000;
  const started = performance.now();
  parser.push("data: ");
  for (let i = 0; i < pieces; i++) expect(parser.push("x".repeat(20)).length).toBe(0);
  expect(parser.push("\n\n")[0]?.data.length).toBe(20 * pieces);
  // Copying the line for each piece would move 400 GB.
  expect(performance.now() - started).toBeLessThan(20_000);
});

describe("bounds", () => {
  test.each([
    ["a line", ["data: 123456"]],
    ["a line in pieces", ["data", ": 12", "3456"]],
    ["the lines of an event", ["data: 12345\ndata: 12345\n"]],
    ["a comment", [":0123456789"]],
  ])("%s that is too long is an error of the engine", (_, pieces) => {
    const parser = new EventStreamParser(10);
    expect(() => pieces.map(pushInto(parser))).toThrow(expect.objectContaining({ status: 502 }));
  });

  test("what is as long as allowed is read", () => {
    expect(new EventStreamParser(10).push("data: 1234\ndata:12\n\n")).toEqual([message("1234\n12")]);
  });
});

test("whoever stops early cancels the body", async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode("data: one\n\n")),
    cancel() {
      cancelled = true;
    },
  });
  for await (const _ of readEventStream(body)) break;
  expect(cancelled).toBe(true);
});

test("an error of the body is passed on", async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new BackendError("gone", { status: 502 })),
  });
  await expect(readEventStream(body).next()).rejects.toThrow("gone");
});
