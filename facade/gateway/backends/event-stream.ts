/** Reads server-sent events, as the HTML standard defines them, from text or bytes that are cut anywhere. */
import { BackendError } from "./backend-error.ts";

/** A server-sent event that has data. */
export interface ServerSentEvent {
  /** Its type; `message` if the server names none. */
  event: string;
  /** Its lines of data, joined by line feeds. */
  data: string;
}

/** Far more than any chunk of a completion; log probabilities of whole prompts are not asked for. */
const MAX_EVENT_LENGTH = 16 * 1024 * 1024;

/** The lines of an event stream, read as text arrives. Each character is looked at once. */
export class EventStreamParser {
  readonly #maxLength: number;
  /** The beginning of a line whose end has not arrived. */
  #line = "";
  /** Whether the last line ended in a carriage return, so that a line feed that comes next belongs to it. */
  #afterReturn = false;
  #event = "";
  #data: string[] = [];
  #dataLength = 0;

  /** @param maxLength - how long a line, and the data of an event, may be; default: 16 Mi characters */
  constructor(maxLength = MAX_EVENT_LENGTH) {
    this.#maxLength = maxLength;
  }

  /** Takes the next part of the stream, and returns the events that it completes. */
  push(text: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    const lineEnd = /\r\n?|\n/g;
    if (this.#afterReturn && text.startsWith("\n")) lineEnd.lastIndex = 1;
    if (text !== "") this.#afterReturn = text.endsWith("\r");
    let start = lineEnd.lastIndex;
    for (let end = lineEnd.exec(text); end !== null; end = lineEnd.exec(text)) {
      const line = this.#line + text.slice(start, end.index);
      this.#line = "";
      start = lineEnd.lastIndex;
      this.#expectLength(line.length);
      if (line === "") this.#dispatch(events);
      else this.#takeField(line);
    }
    this.#line += text.slice(start);
    this.#expectLength(this.#line.length);
    return events;
  }

  #takeField(line: string): void {
    const colon = line.indexOf(":");
    // A line without a colon is a field without a value; one that begins with a colon is a comment.
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (name === "event") this.#event = value;
    if (name !== "data") return;
    this.#data.push(value);
    this.#dataLength += value.length + 1;
    this.#expectLength(this.#dataLength);
  }

  #dispatch(events: ServerSentEvent[]): void {
    if (this.#data.length > 0) {
      events.push({ event: this.#event || "message", data: this.#data.join("\n") });
      this.#data = [];
      this.#dataLength = 0;
    }
    this.#event = "";
  }

  #expectLength(length: number): void {
    if (length <= this.#maxLength) return;
    throw new BackendError("The model server sent an event that is too long.", { status: 502 });
  }
}

/** Reads the events of a body. Whoever stops early cancels the body; an event that is cut off is none. */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
  maxLength?: number,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const parser = new EventStreamParser(maxLength);
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      yield* parser.push(decoder.decode(read.value, { stream: true }));
    }
    yield* parser.push(decoder.decode());
  } finally {
    // Nothing waits for it: a server that does not take notice must not hold whoever has stopped reading.
    reader.cancel().catch(() => {});
  }
}
