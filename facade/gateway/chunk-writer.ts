/** Writes the chunks of a chat answer as JSON. All but the delta is the same in nearly all of them, and written once. */
import type { ChatCompletionChunk } from "../openai/chat-completions/index.ts";
import { stringify } from "../validation/json.ts";

/** In JSON, this stands for nothing but the field: in strings, quotation marks are escaped. */
const DELTA = '"delta":{}';

/** Writes chunks of one answer. */
export class ChunkWriter {
  /** What comes before and after the delta, by the choice's index. */
  readonly #frames = new Map<number, readonly [before: string, after: string]>();

  /** Writes a chunk as an event. */
  write(chunk: ChatCompletionChunk): string {
    const [choice, ...others] = chunk.choices;
    if (choice === undefined || others.length > 0 || choice.logprobs || choice.finish_reason !== null) {
      return `data: ${stringify(chunk)}\n\n`;
    }
    const { index, delta } = choice;
    let frame = this.#frames.get(index);
    if (frame === undefined) {
      frame = frameOf(chunk);
      this.#frames.set(index, frame);
    }
    return frame[0] + stringify(delta) + frame[1];
  }
}

function frameOf(chunk: ChatCompletionChunk): readonly [before: string, after: string] {
  const choices = chunk.choices.map((choice) => ({ ...choice, delta: {} }));
  const text = `data: ${stringify({ ...chunk, choices })}\n\n`;
  const at = text.indexOf(DELTA) + DELTA.length - "{}".length;
  return [text.slice(0, at), text.slice(at + "{}".length)];
}
