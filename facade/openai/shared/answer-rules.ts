/** What a request says about its answer. */
import { type ToolNames, toolNames } from "../../tools/names.ts";
import { type FunctionTool, nameFunctions, type ToolChoice } from "./function-tools.ts";
import { readStops } from "./stop-strings.ts";

/** What a request says about its answer. */
export interface AnswerRules {
  /** The names of the request's functions. */
  tools: ToolNames;
  /** Whether the request has a function of that name. */
  isDeclared: (name: string) => boolean;
  /** Which calls of functions the answer has: all of them, the first one, or none. */
  calls: "all" | "first" | "none";
  /** What ends the text for the user. */
  stops: readonly string[];
  /** Whether the prompt ends inside of a final message, which the completion goes on with. */
  isPrefilled: boolean;
}

/** Without a request, everything is part of the answer. */
export const NO_RULES: AnswerRules = {
  tools: toolNames([]),
  isDeclared: () => false,
  calls: "all",
  stops: [],
  isPrefilled: false,
};

/** The fields of a request that its answer depends on. */
interface AnsweredRequest {
  parallel_tool_calls?: boolean | null;
  stop?: string | readonly string[] | null;
}

/**
 * Makes the rules of a request that has been served already.
 *
 * @param functions - those that it declares
 * @param called - the names of those that were called before
 */
export function answerRules(
  request: AnsweredRequest,
  functions: readonly FunctionTool[],
  called: Iterable<string>,
  { mode }: ToolChoice,
  isPrefilled: boolean,
): AnswerRules {
  const declared = new Set(functions.map(({ name }) => name));
  return {
    tools: nameFunctions(functions, called),
    isDeclared: (name) => declared.has(name),
    calls: mode === "none" ? "none" : request.parallel_tool_calls === false ? "first" : "all",
    stops: readStops(request.stop),
    isPrefilled,
  };
}
