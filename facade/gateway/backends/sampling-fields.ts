/** The sampling parameters of `/v1/completions`, and which further ones of a client's request are passed on. */
import type { BackendRequest } from "./backend.ts";

/** The parameters that OpenAI's API names, under its names. What is left to the engine is not there. */
export function samplingFields(request: BackendRequest): Record<string, unknown> {
  const { temperature, topP, seed, frequencyPenalty, presencePenalty, logitBias, n } = request;
  return withoutNull({
    n,
    temperature,
    top_p: topP,
    seed,
    frequency_penalty: frequencyPenalty,
    presence_penalty: presencePenalty,
    logit_bias: logitBias,
  });
}

/** Those of the further fields that an engine knows; by its own name where that is another. */
export function extraFields(
  { extra }: BackendRequest,
  known: Readonly<Record<string, string>> | readonly string[],
): Record<string, unknown> {
  const names = Array.isArray(known) ? known.map((name) => [name, name]) : Object.entries(known);
  return withoutNull(Object.fromEntries(names.map(([name, own]) => [own, extra[name]])));
}

function withoutNull(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
