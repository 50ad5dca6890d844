/** `POST /v1/chat/completions`. */
import { foldChunks } from "../openai/chat-completions/fold.ts";
import {
  type ChatCompletionChunk,
  type ChatCompletionCreateParams,
  type ChatCompletionOptions,
  toChatCompletionChunks,
  toPrompt,
} from "../openai/chat-completions/index.ts";
import { stringify } from "../validation/json.ts";
import { AnswerTexts } from "./answer-texts.ts";
import { ChatMemory } from "./chat-memory.ts";
import { ChunkWriter } from "./chunk-writer.ts";
import { answerFailure, CompletionSource } from "./completion-source.ts";
import { Generation } from "./generation.ts";
import { type Answer, eventAnswer, jsonAnswer } from "./http/answer.ts";
import { reading } from "./http/api-error.ts";
import type { ReadBody } from "./http/body.ts";
import { type Gateway, report } from "./options.ts";
import { callIdsIn, recallAll } from "./recalled-reasoning.ts";
import { booleanIn, chatSampling, exactPrompt, toBackendRequest } from "./sampling.ts";

/** An answer that has begun. */
interface ChatAnswer {
  source: CompletionSource;
  params: ChatCompletionCreateParams;
  options: ChatCompletionOptions;
  memory: ChatMemory;
  isStream: boolean;
}

/** Answers a chat request. */
export async function answerChat(gateway: Gateway, request: Request, body: ReadBody): Promise<Answer> {
  const answer = await begin(gateway, request, body);
  try {
    return answer.isStream ? await streamed(gateway, request, answer) : await whole(gateway, answer);
  } catch (error) {
    answer.source.end(error);
    throw answerFailure(error);
  }
}

/** Reads the request. */
async function begin(gateway: Gateway, request: Request, { body, exact }: ReadBody): Promise<ChatAnswer> {
  const { encoding, reasoningStore } = gateway;
  const model = gateway.models.read(body.model);
  const params = body as unknown as ChatCompletionCreateParams;
  const recallReasoning = await recallAll(reasoningStore, callIdsIn(body.messages));
  return reading(() => {
    const prompt = exactPrompt(body, exact, (each) =>
      toPrompt(encoding, each as unknown as ChatCompletionCreateParams, {
        ...gateway.requestOptions,
        recallReasoning,
      }),
    );
    const sampling = chatSampling(body, model);
    const backendRequest = toBackendRequest(encoding, prompt, body, sampling);
    const memory = new ChatMemory(reasoningStore, gateway.answerOptions.reasoningField);
    const { newId } = gateway.answerOptions;
    const options: ChatCompletionOptions = {
      ...(newId === undefined ? null : { newId }),
      reasoningField: memory.converterField,
      request: params,
      promptTokens: prompt.tokens.length,
      ...(model === null ? null : { model }),
    };
    const generation = new Generation(gateway.backend, backendRequest, request.signal, gateway.limits);
    const source = new CompletionSource(generation, encoding, sampling.n);
    return { source, params, options, memory, isStream: booleanIn(body, "stream") };
  });
}

async function streamed(
  gateway: Gateway,
  request: Request,
  { source, options, memory }: ChatAnswer,
): Promise<Answer> {
  const chunks = reading(() => toChatCompletionChunks(gateway.encoding, source, options));
  // An answer that fails before it has begun has a status of its own.
  await source.begin();
  const writer = new ChunkWriter();
  const texts = new AnswerTexts(
    chunks[Symbol.asyncIterator](),
    source,
    {
      write(chunk) {
        const remembered = memory.takeChunk(chunk);
        return remembered === null ? writer.write(chunk) : remembered.then(() => writer.write(chunk));
      },
      end: "data: [DONE]\n\n",
      fail: (error) => `data: ${stringify(error.toBody())}\n\n`,
    },
    (error) => report(gateway, request, error),
  );
  return eventAnswer(texts);
}

async function whole(
  { encoding }: Gateway,
  { source, params, options, memory }: ChatAnswer,
): Promise<Answer> {
  const request = { ...params, stream_options: { include_usage: true } };
  const chunks = reading(() => toChatCompletionChunks(encoding, source, { ...options, request }));
  return jsonAnswer(await foldChunks(remembered(chunks, memory)));
}

/** Shows chunks to the memory as they pass. */
async function* remembered(
  chunks: AsyncIterable<ChatCompletionChunk>,
  memory: ChatMemory,
): AsyncGenerator<ChatCompletionChunk> {
  for await (const chunk of chunks) {
    await memory.takeChunk(chunk);
    yield chunk;
  }
}
