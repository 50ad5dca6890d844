/** What clients make of events: the official accumulator, and a strict one that takes nothing for granted. */
import { ResponseStream } from "openai/lib/responses/ResponseStream";
import type {
  Response,
  ResponseContentPartEvent,
  ResponseLifecycleEvent,
  ResponseOutputItem,
  ResponseOutputItemEvent,
  ResponseStreamEvent,
} from "openai-harmony-node/responses";
import { expect } from "vitest";

/** Folds events as the package `openai` does. Without the last one, which has the whole response, the rest must do. */
export async function foldByClient(events: readonly ResponseStreamEvent[]): Promise<Response> {
  const stream = new ReadableStream({
    start(controller) {
      for (const event of events) controller.enqueue(new TextEncoder().encode(`${JSON.stringify(event)}\n`));
      controller.close();
    },
  });
  const folded = await ResponseStream.fromReadableStream(stream).finalResponse();
  return JSON.parse(JSON.stringify(folded, (key, value) => (PARSED.has(key) ? undefined : value)));
}

/** What the client adds. */
const PARSED = new Set(["output_parsed", "parsed", "parsed_arguments"]);

type Added = Extract<ResponseStreamEvent, { item_id: string }>;

/** What is known of an item that has begun. */
interface ItemState {
  item: ResponseOutputItem;
  deltas: string;
  done: string | null;
  part: ResponseContentPartEvent["part"] | { type: "summary_text"; text: string } | null;
  hasPart: boolean;
  logprobs: unknown[];
}

/**
 * Folds events strictly: one item after the other, each with its beginning, deltas, and end, of its own kind only, and with
 * the same identifier all along. The last event's response is not looked at, but compared with what the others say.
 */
export function foldStrictly(events: readonly ResponseStreamEvent[]): Response {
  expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, i) => i));
  expect(events.slice(0, 2).map(({ type }) => type)).toEqual(["response.created", "response.in_progress"]);
  const begun = events[0] as ResponseLifecycleEvent;
  const last = events.at(-1) as ResponseLifecycleEvent;
  expect(begun.response).toMatchObject({ status: "in_progress", output: [], output_text: "" });
  expect((events[1] as ResponseLifecycleEvent).response).toEqual(begun.response);
  const fold = new StrictFold();
  for (const event of events.slice(2, -1)) fold.take(event);
  expect(fold.open).toBeNull();
  const { output } = fold;
  const ids = output.flatMap((item) => ("call_id" in item ? [item.id, item.call_id] : [item.id]));
  expect(new Set(ids).size).toBe(ids.length);
  const { status, incomplete_details, usage } = last.response;
  expect(last.type).toBe(`response.${status}`);
  expect(incomplete_details).toEqual(status === "incomplete" ? { reason: "max_output_tokens" } : null);
  const texts = output
    .flatMap((item) => (item.type === "message" ? item.content : []))
    .map(({ text }) => text);
  const folded = { ...begun.response, status, incomplete_details, output, output_text: texts.join("") };
  return usage === undefined ? folded : { ...folded, usage };
}

class StrictFold {
  readonly output: ResponseOutputItem[] = [];
  open: ItemState | null = null;

  take(event: ResponseStreamEvent): void {
    if (event.type === "response.output_item.added") this.#add(event);
    else if (event.type === "response.output_item.done") this.#finish(event);
    else if ("item_id" in event) this.#go(event);
    else expect.fail(`${event.type} within the response`);
  }

  get #state(): ItemState {
    if (this.open === null) expect.fail("no item has begun");
    return this.open;
  }

  #add({ item, output_index }: ResponseOutputItemEvent): void {
    expect(this.open).toBeNull();
    expect(output_index).toBe(this.output.length);
    expect(item.status).toBe("in_progress");
    expect(JSON.stringify(contentOf(item))).toMatch(/^(\[\]|"")$/);
    this.open = { item, deltas: "", done: null, part: null, hasPart: false, logprobs: [] };
  }

  #go(event: Added): void {
    const state = this.#state;
    expect(event.item_id).toBe(state.item.id);
    expect(event.output_index).toBe(this.output.length);
    if ("content_index" in event) expect(event.content_index).toBe(0);
    if ("summary_index" in event) expect(event.summary_index).toBe(0);
    expect(KINDS[state.item.type]).toContain(event.type);
    if (event.type.endsWith(".delta") || event.type.endsWith(".done")) expect(state.part).toBeNull();
    if ("part" in event) this.#takePart(state, event);
    else if ("delta" in event) this.#takeDelta(state, event);
    else if (event.type.endsWith(".done")) {
      expect(state.done).toBeNull();
      state.done = "text" in event ? event.text : "code" in event ? event.code : textOfDone(event);
      expect(state.done).toBe(state.deltas);
      if ("logprobs" in event) expect(event.logprobs).toEqual(state.logprobs);
    }
  }

  #takePart(state: ItemState, event: Extract<Added, { part: unknown }>): void {
    if (event.type.endsWith(".added")) {
      expect(state.hasPart).toBe(false);
      expect(event.part.text).toBe("");
      state.hasPart = true;
    } else {
      expect(state.done).toBe(event.part.text);
      state.part = event.part;
    }
  }

  #takeDelta(state: ItemState, event: Extract<Added, { delta: string }>): void {
    expect(state.done).toBeNull();
    expect(state.hasPart).toBe(HAS_PARTS.has(state.item.type));
    state.deltas += event.delta;
    const logprobs = "logprobs" in event ? event.logprobs : [];
    expect(event.delta !== "" || logprobs.length > 0).toBe(true);
    state.logprobs.push(...logprobs);
  }

  #finish({ item, output_index }: ResponseOutputItemEvent): void {
    const state = this.#state;
    expect(output_index).toBe(this.output.length);
    expect([item.type, item.id]).toEqual([state.item.type, state.item.id]);
    expect(["completed", "incomplete"]).toContain(item.status);
    if ("phase" in item) expect(item.phase).toBe((state.item as typeof item).phase);
    if ("call_id" in item) expect(item.call_id).toBe((state.item as typeof item).call_id);
    if (HAS_PARTS.has(item.type)) expect(contentOf(item)).toEqual([state.part]);
    else if (item.type !== "web_search_call") expect(contentOf(item)).toBe(state.done);
    this.output.push(item);
    this.open = null;
  }
}

const HAS_PARTS = new Set(["message", "reasoning"]);

const KINDS: Record<ResponseOutputItem["type"], string[]> = {
  message: [
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
  ],
  reasoning: [
    "response.content_part.added",
    "response.reasoning_text.delta",
    "response.reasoning_text.done",
    "response.content_part.done",
    "response.reasoning_summary_part.added",
    "response.reasoning_summary_text.delta",
    "response.reasoning_summary_text.done",
    "response.reasoning_summary_part.done",
  ],
  function_call: ["response.function_call_arguments.delta", "response.function_call_arguments.done"],
  web_search_call: [
    "response.web_search_call.in_progress",
    "response.web_search_call.searching",
    "response.web_search_call.completed",
  ],
  code_interpreter_call: [
    "response.code_interpreter_call.in_progress",
    "response.code_interpreter_call_code.delta",
    "response.code_interpreter_call_code.done",
    "response.code_interpreter_call.interpreting",
    "response.code_interpreter_call.completed",
  ],
};

function textOfDone(event: Added): string | null {
  return event.type === "response.function_call_arguments.done" ? event.arguments : null;
}

/** The text of an item, or its parts. */
function contentOf(item: ResponseOutputItem): unknown {
  switch (item.type) {
    case "message":
      return item.content;
    case "reasoning":
      return item.summary.length > 0 ? item.summary : item.content;
    case "function_call":
      return item.arguments;
    case "code_interpreter_call":
      return item.code;
    default:
      return "";
  }
}
