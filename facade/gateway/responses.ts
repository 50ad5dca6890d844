/** `POST /v1/responses`, and what can be done with the responses that are kept. */
import {
  type Prompt,
  type ResponseCreateParams,
  ResponseEventer,
  type Response as ResponseObject,
  type ResponseOptions,
  type ResponseStreamEvent,
  toPrompt,
  toResponseEvents,
} from "../openai/responses/index.ts";
import { sealReasoning } from "../openai/shared/sealed-reasoning.ts";
import { stringify } from "../validation/json.ts";
import { AnswerTexts } from "./answer-texts.ts";
import { answerFailure, CompletionSource } from "./completion-source.ts";
import { Generation } from "./generation.ts";
import { type Answer, eventAnswer, jsonAnswer } from "./http/answer.ts";
import { ApiError, type ErrorBody, reading } from "./http/api-error.ts";
import type { Body, ReadBody } from "./http/body.ts";
import { type Gateway, report } from "./options.ts";
import { type ResponseContext, readContext } from "./response-context.ts";
import { ResponseMemory } from "./response-memory.ts";
import { booleanIn, exactPrompt, responseSampling, toBackendRequest } from "./sampling.ts";

/** A response that has begun. */
interface ResponseAnswer {
  source: CompletionSource;
  options: ResponseOptions;
  memory: ResponseMemory;
  isStream: boolean;
}

/** The event that ends a response that has failed. */
interface ResponseErrorEvent extends Omit<ErrorBody["error"], "type"> {
  type: "error";
  sequence_number: number;
  error: ErrorBody["error"];
}

/** Answers a request of the Responses API. */
export async function answerResponse(gateway: Gateway, request: Request, body: ReadBody): Promise<Answer> {
  const answer = await begin(gateway, request, body);
  try {
    return answer.isStream ? await streamed(gateway, request, answer) : await whole(gateway, answer);
  } catch (error) {
    answer.source.end(error);
    throw answerFailure(error);
  }
}

/** Counts the tokens of the prompt that a request becomes. */
export async function countInputTokens(gateway: Gateway, _: Request, read: ReadBody): Promise<Answer> {
  gateway.models.read(read.body.model);
  const context = await readContext(gateway, read.body);
  const { tokens } = reading(() => promptOf(gateway, read, context));
  return jsonAnswer({ object: "response.input_tokens", input_tokens: tokens.length });
}

/** Answers with a response that has been kept. */
export async function getResponse({ responseStore }: Gateway, _: Request, id: string): Promise<Answer> {
  const stored = (await responseStore?.get(id)) ?? null;
  if (stored === null) throw notFound(id);
  return jsonAnswer(stored.response);
}

/** Deletes a response that has been kept. */
export async function deleteResponse({ responseStore }: Gateway, _: Request, id: string): Promise<Answer> {
  if (!(await responseStore?.delete(id))) throw notFound(id);
  return jsonAnswer({ id, object: "response", deleted: true });
}

function notFound(id: string): ApiError {
  return new ApiError(404, `Response with id '${id}' not found.`, { code: "response_not_found" });
}

/** Reads the request. */
async function begin(gateway: Gateway, request: Request, read: ReadBody): Promise<ResponseAnswer> {
  const { body } = read;
  const { encoding, backend, limits } = gateway;
  const model = gateway.models.read(body.model);
  const context = await readContext(gateway, body);
  return reading(() => {
    const prompt = promptOf(gateway, read, context);
    const backendRequest = toBackendRequest(encoding, prompt, body, responseSampling(body, model));
    const generation = new Generation(backend, backendRequest, request.signal, limits);
    return {
      source: new CompletionSource(generation, encoding, 1),
      options: responseOptions(gateway, body, prompt, model),
      memory: new ResponseMemory(gateway, isKept(gateway, body) ? context : null),
      isStream: booleanIn(body, "stream"),
    };
  });
}

function promptOf(
  gateway: Gateway,
  { body, exact }: ReadBody,
  { converterOptions }: ResponseContext,
): Prompt {
  return exactPrompt(body, exact, (each) =>
    toPrompt(gateway.encoding, each as ResponseCreateParams, converterOptions),
  );
}

/** Whether the response will be kept, as far as the request has to say in it. */
function isKept({ responseStore }: Gateway, body: Body): boolean {
  return responseStore !== null && body.store !== false;
}

function responseOptions(
  gateway: Gateway,
  body: Body,
  { tokens, tools }: Prompt,
  model: string | null,
): ResponseOptions {
  const { newId, reasoningEvents } = gateway.answerOptions;
  const [key] = gateway.reasoningKeys;
  const isSealed = Array.isArray(body.include) && body.include.includes("reasoning.encrypted_content");
  return {
    request: { ...(body as ResponseCreateParams), store: isKept(gateway, body) },
    promptTokens: tokens.length,
    tools,
    ...(newId === undefined ? null : { newId }),
    ...(reasoningEvents === undefined ? null : { reasoningEvents }),
    ...(model === null ? null : { model }),
    ...(isSealed && key !== undefined ? { sealReasoning: (text: string) => sealReasoning(text, key) } : null),
  };
}

async function streamed(
  gateway: Gateway,
  request: Request,
  { source, options, memory }: ResponseAnswer,
): Promise<Answer> {
  const events = reading(() => toResponseEvents(gateway.encoding, source, options));
  // A response that fails before it has begun has a status of its own.
  await source.begin();
  let sequenceNumber = 0;
  const texts = new AnswerTexts(
    events[Symbol.asyncIterator](),
    source,
    {
      write(event) {
        sequenceNumber = event.sequence_number + 1;
        return "response" in event ? memory.take(event.response).then(() => write(event)) : write(event);
      },
      end: "",
      fail(error) {
        // Clients look for the fields in the event, or in an object of its own.
        const { error: nested } = error.toBody();
        const fields = { code: nested.code ?? nested.type, message: nested.message, param: nested.param };
        return write({ type: "error", sequence_number: sequenceNumber, ...fields, error: nested });
      },
    },
    (error) => report(gateway, request, error),
  );
  return eventAnswer(texts);
}

function write(event: ResponseStreamEvent | ResponseErrorEvent): string {
  return `event: ${event.type}\ndata: ${stringify(event)}\n\n`;
}

async function whole(gateway: Gateway, { source, options, memory }: ResponseAnswer): Promise<Answer> {
  const eventer = reading(() => new ResponseEventer(gateway.encoding, options));
  for await (const part of source) {
    eventer.push(part);
    if (eventer.response !== null || eventer.isStopped) break;
  }
  eventer.end();
  const response = eventer.response as ResponseObject;
  await memory.take(response);
  return jsonAnswer(response);
}
