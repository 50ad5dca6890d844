/** A client of the example server: reads server-sent events, and gathers what they say. */
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { CompletionParser, loadHarmonyEncoding, Message, type StopReason } from "openai-harmony-node";
import { expect } from "vitest";

const encoding = loadHarmonyEncoding();

/** An event as it is sent. */
export interface ServerSentEvent {
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: as JSON.parse gives it
  data: any;
}

/** Streams a recording with `fetch`, on a connection that is new: a server closes one that has been idle for long. */
export async function* stream(url: string, recording: string): AsyncGenerator<ServerSentEvent> {
  const init = { method: "POST", headers: { connection: "close" }, body: JSON.stringify({ recording }) };
  const response = await fetch(`${url}/stream`, init);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  yield* eventsOf(response.body as AsyncIterable<Uint8Array>);
}

/**
 * Does the same over a connection of its own, which is closed when the caller stops reading. (`fetch` would open another
 * one then, for later, and a server that closes waits for it.)
 */
export async function* streamToLeave(url: string, recording: string): AsyncGenerator<ServerSentEvent> {
  const asked = request(`${url}/stream`, { method: "POST", agent: false });
  asked.end(JSON.stringify({ recording }));
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  yield* eventsOf(response);
}

/** Reads the server-sent events of a response. */
async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  for await (const bytes of body) {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, event = "", data = ""] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? expect.fail(block);
      yield { event, data: event === "error" ? data : JSON.parse(data) };
    }
  }
  expect(rest + decoder.decode()).toBe("");
}

/** What events say: the messages, the texts that came bit by bit, the diagnostics and the stop tokens. */
export class Received {
  messages: Message[] = [];
  texts: string[] = [];
  headers: object[] = [];
  diagnostics: unknown[] = [];
  stops: (StopReason | null)[] = [];

  add({ event, data }: ServerSentEvent): void {
    const { type, index, ...rest } = data;
    const expected = { message_start: this.texts.length, content_delta: this.texts.length - 1 }[event];
    if (type !== event || index !== (event === "message_end" ? this.messages.length : expected)) {
      expect.fail(`out of order: ${event} ${JSON.stringify(data)}`);
    }
    if (event === "message_start") {
      this.headers.push(rest);
      this.texts.push("");
    } else if (event === "content_delta") {
      this.texts[index] += rest.delta;
    } else if (event === "message_end") {
      this.messages.push(Message.fromDict(rest.message));
      this.stops.push(rest.stop);
    } else if (event === "diagnostic") {
      this.diagnostics.push(rest.diagnostic);
    } else expect.fail(`unknown: ${event}`);
  }

  get length(): number {
    return this.texts.join("").length;
  }
}

/** What the parser makes of the whole completion at once. */
export function parsed(tokens: readonly number[]): Received {
  const { messages, diagnostics, stop } = encoding.parseCompletion(tokens);
  const parser = new CompletionParser(encoding);
  const events = [...parser.push(tokens), ...parser.finish()];
  const stops = events.flatMap((event) => (event.type === "message_end" ? [event.stop] : []));
  expect(stops.at(-1) ?? null).toBe(stop);
  const texts = messages.map(({ content }) =>
    content.map((each) => (each as { text: string }).text).join(""),
  );
  const headers = messages.map(({ author: { role, name }, channel, recipient, contentType }) => {
    return { role, name, channel, recipient, contentType };
  });
  return Object.assign(new Received(), { messages, texts, headers, diagnostics, stops });
}
