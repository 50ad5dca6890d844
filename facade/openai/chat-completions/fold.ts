/** Whole answers: what a client makes of chunks. */
import type { TokenLogprob } from "../shared/source.ts";
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionDelta,
  ChatCompletionMessage,
  ChatFinishReason,
} from "./types.ts";

type Chunk = ChatCompletionChunk["choices"][number];

/** One choice as it grows. */
export class WholeChoice {
  readonly #message: ChatCompletionMessage = { role: "assistant", content: null, refusal: null };
  readonly #logprobs: TokenLogprob[] = [];
  #finishReason: ChatFinishReason = "stop";

  add({ delta, logprobs, finish_reason }: Chunk): void {
    this.#addTexts(delta);
    for (const call of delta.tool_calls ?? []) this.#addCall(call);
    for (const logprob of logprobs?.content ?? []) this.#logprobs.push(logprob);
    if (finish_reason !== null) this.#finishReason = finish_reason;
  }

  toChoice(index: number): ChatCompletion["choices"][number] {
    return {
      index,
      message: this.#message,
      logprobs: this.#logprobs.length === 0 ? null : { content: this.#logprobs, refusal: null },
      finish_reason: this.#finishReason,
    };
  }

  #addTexts({ content, reasoning, reasoning_content }: ChatCompletionDelta): void {
    const message = this.#message;
    if (content) message.content = (message.content ?? "") + content;
    if (reasoning) message.reasoning = (message.reasoning ?? "") + reasoning;
    if (reasoning_content) message.reasoning_content = (message.reasoning_content ?? "") + reasoning_content;
  }

  /** Adds a call, which comes with its id and name first, or a part of its arguments. */
  #addCall({ index, id, function: called }: NonNullable<ChatCompletionDelta["tool_calls"]>[number]): void {
    this.#message.tool_calls ??= [];
    const calls = this.#message.tool_calls;
    const known = calls[index];
    if (known !== undefined) {
      known.function.arguments += called?.arguments ?? "";
    } else {
      const { name = "", arguments: args = "" } = called ?? {};
      calls[index] = { id: id ?? "", type: "function", function: { name, arguments: args } };
    }
  }
}

/** Puts chunks together. The last one has the usage. */
export async function foldChunks(chunks: AsyncIterable<ChatCompletionChunk>): Promise<ChatCompletion> {
  const choices: WholeChoice[] = [];
  let last: ChatCompletionChunk | null = null;
  for await (const chunk of chunks) {
    last = chunk;
    for (const choice of chunk.choices) {
      choices[choice.index] ??= new WholeChoice();
      choices[choice.index]?.add(choice);
    }
  }
  // Without chunks there is no answer; converters give some for every completion.
  const { id, created, model, usage } = last as ChatCompletionChunk;
  return {
    id,
    object: "chat.completion",
    created,
    model,
    choices: Array.from(choices, (choice, index) => (choice ?? new WholeChoice()).toChoice(index)),
    usage: usage as ChatCompletion["usage"],
  };
}
