/** `POST /v1/chat/completions`. */
import {
  ChatCompletionChunker,
  type ChatCompletionCreateParams,
  type ChatCompletionOptions,
  toChatCompletion,
  toChatCompletionChunks,
  toPrompt,
} from "../openai/chat-completions/index.ts";
import { stringify } from "../validation/json.ts";
import { AnswerTexts } from "./answer-texts.ts";
import { ChatMemory } from "./chat-memory.ts";
import { ChunkWriter } from "./chunk-writer.ts";
import { answerFailure, CompletionSource } from "./completion-source.ts";
import { Generation } from "./generation.ts";
import { reading } from "./http/api-error.ts";
import { eventResponse, jsonResponse } from "./http/responses.ts";
import type { Gateway } from "./options.ts";
import { callIdsIn, recallAll } from "./recalled-reasoning.ts";
import { type Body, booleanIn, chatSampling, toBackendRequest } from "./sampling.ts";
import { gather, type IsDone } from "./whole-completions.ts";

/** An answer that has begun. */
interface ChatAnswer {
  source: CompletionSource;
  n: number;
  params: ChatCompletionCreateParams;
  options: ChatCompletionOptions;
  memory: ChatMemory;
  isStream: boolean;
}

/** Answers a chat request. */
export async function answerChat(gateway: Gateway, request: Request, body: Body): Promise<Response> {
  const answer = await begin(gateway, request, body);
  try {
    return answer.isStream ? await streamed(gateway, request, answer) : await whole(gateway, answer);
  } catch (error) {
    answer.source.end(error);
    throw answerFailure(error);
  }
}

/** Reads the request. */
async function begin(gateway: Gateway, request: Request, body: Body): Promise<ChatAnswer> {
  const { encoding, reasoningStore } = gateway;
  const model = gateway.models.read(body.model);
  const params = body as unknown as ChatCompletionCreateParams;
  const recallReasoning = await recallAll(reasoningStore, callIdsIn(body.messages));
  return reading(() => {
    const prompt = toPrompt(encoding, params, { ...gateway.requestOptions, recallReasoning });
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
    return { source, n: sampling.n, params, options, memory, isStream: booleanIn(body, "stream") };
  });
}

async function streamed(
  gateway: Gateway,
  request: Request,
  { source, options, memory }: ChatAnswer,
): Promise<Response> {
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
    (error) => gateway.onError(error, request),
  );
  return eventResponse(texts);
}

async function whole(
  gateway: Gateway,
  { source, n, params, options, memory }: ChatAnswer,
): Promise<Response> {
  const isStopped = reading(() => stopsOf(gateway, n, params, options));
  const completions = await gather(source, n, isStopped);
  const completion = toChatCompletion(gateway.encoding, completions, options);
  await memory.takeWhole(completion);
  return jsonResponse(completion);
}

/** Looks for stop strings, so that the engine does not go on for nothing. */
function stopsOf(
  { encoding }: Gateway,
  n: number,
  params: ChatCompletionCreateParams,
  options: ChatCompletionOptions,
): IsDone {
  const hasStops = params.stop !== undefined && params.stop !== null;
  if (!hasStops) return () => false;
  const chunkers = Array.from({ length: n }, () => new ChatCompletionChunker(encoding, options));
  return (part) => {
    const chunker = chunkers[part.index ?? 0] as ChatCompletionChunker;
    chunker.push(part);
    return chunker.isStopped;
  };
}
