/** Constraints as engines take them. */
import { type OutputConstraint, toGbnf, toStructuralTag } from "../../structural-tag/index.ts";
import { HarmonyValueError } from "../../validation/errors.ts";
import { stringify } from "../../validation/json.ts";
import { BackendError } from "./backend-error.ts";

/** Writes a constraint as the JSON of a structural tag, for vLLM and SGLang. */
export function structuralTagText(constraint: OutputConstraint, isPrefilled: boolean): string {
  return fromSchema(() => stringify(toStructuralTag(constraint, { prefilled: isPrefilled })));
}

/** Writes a constraint as a grammar for llama.cpp. */
export function gbnf(constraint: OutputConstraint, isPrefilled: boolean): string {
  return fromSchema(() => toGbnf(constraint, { prefilled: isPrefilled }));
}

/** Makes a grammar of a client's schemas. Where that cannot be done, it is the request that is at fault. */
function fromSchema<T>(makeGrammar: () => T): T {
  try {
    return makeGrammar();
  } catch (cause) {
    if (!(cause instanceof HarmonyValueError)) throw cause;
    throw new BackendError(`The schema cannot be followed: ${cause.message}`, { status: 400, cause });
  }
}
