/** The response around its items: what the request says comes back in it. */
import type { AnswerReader } from "../shared/answer.ts";
import type { ResponseSettings } from "./answer-options.ts";
import type { Response, ResponseOutputItem, ResponseStatus, ResponseUsage } from "./response-types.ts";
import type { ResponseCreateParams } from "./types.ts";

/** Makes a response that is in progress, without items. */
export function beginResponse({ id, created, model, request }: ResponseSettings): Response {
  return {
    id,
    object: "response",
    created_at: created,
    status: "in_progress",
    error: null,
    incomplete_details: null,
    model,
    output: [],
    output_text: "",
    ...fieldsOf(request),
  };
}

/** Makes a response that has ended. */
export function endResponse(
  begun: Response,
  output: ResponseOutputItem[],
  status: ResponseStatus,
  usage: ResponseUsage,
): Response {
  return {
    ...begun,
    status,
    incomplete_details: status === "incomplete" ? { reason: "max_output_tokens" } : null,
    output,
    output_text: output.map(textOf).join(""),
    usage,
  };
}

/** Says how many tokens a response took. */
export function usageOf(reader: AnswerReader, promptTokens: number): ResponseUsage {
  const { tokenCount, reasoningTokenCount } = reader;
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: tokenCount,
    output_tokens_details: { reasoning_tokens: reasoningTokenCount },
    total_tokens: promptTokens + tokenCount,
  };
}

type RequestFields = Omit<
  Response,
  | "id"
  | "object"
  | "created_at"
  | "status"
  | "error"
  | "incomplete_details"
  | "model"
  | "output"
  | "output_text"
  | "usage"
>;

/** Returns what comes back as it was, with OpenAI's defaults. The request has been read, so that its types are right. */
function fieldsOf(request: ResponseCreateParams): RequestFields {
  const fields = {
    access_programs: null,
    background: false,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    max_tool_calls: request.max_tool_calls ?? null,
    metadata: request.metadata ?? {},
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: request.previous_response_id ?? null,
    prompt_cache_key: request.prompt_cache_key ?? null,
    reasoning: { effort: request.reasoning?.effort ?? null, summary: request.reasoning?.summary ?? null },
    safety_identifier: request.safety_identifier ?? null,
    service_tier: request.service_tier ?? null,
    store: request.store ?? true,
    temperature: request.temperature ?? null,
    text: request.text ?? { format: { type: "text" } },
    tool_choice: request.tool_choice ?? "auto",
    tools: request.tools ?? [],
    top_logprobs: request.top_logprobs ?? null,
    top_p: request.top_p ?? null,
    truncation: request.truncation ?? "disabled",
  };
  const user = request.user === undefined ? {} : { user: request.user };
  return { ...fields, ...user } as RequestFields;
}

function textOf(item: ResponseOutputItem): string {
  return item.type === "message" ? item.content.map(({ text }) => text).join("") : "";
}
