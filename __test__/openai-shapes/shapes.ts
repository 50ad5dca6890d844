/** Requests and completions, with what the reference implementations of OpenAI's APIs for gpt-oss make of them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** How sure the expectation is. Where it is a choice, any of the alternatives will do. */
type Certainty = "certain" | "likely" | "reasoned" | "choice" | "recovery";

export interface ExpectedPrompt {
  /** The conversation, with the analysis that is not rendered. */
  messages?: { role: string; channel?: string }[] | null;
  text?: string;
  tokens?: number[];
  error?: { path: string };
}

export interface RequestExample {
  id: string;
  kind: "chat" | "responses";
  request: Record<string, unknown>;
  date: string;
  expected: ExpectedPrompt;
  alternatives: ExpectedPrompt[];
  certainty: Certainty;
  /** The response before, for `previous_response_id`. */
  previous?: { input: unknown[]; output: unknown[] };
  /** The items that are referred to, by their identifiers. */
  items?: Record<string, Record<string, unknown>>;
}

interface ExpectedMessage {
  content: string | null;
  reasoning: string | null;
  tool_calls: { name: string; arguments: string }[];
}

export interface CompletionExample {
  id: string;
  text: string;
  tokens: number[];
  engine_finish_reason: "stop" | "length";
  function_tools: string[];
  expected: {
    certainty: Certainty;
    chat?: { message: ExpectedMessage; finish_reason: string };
    alternatives?: { content: string | null; reasoning: string | null }[];
    responses?: {
      output: Record<string, unknown>[];
      status: string;
      incomplete_details: { reason: string } | null;
      certainty: Certainty;
      alternatives: { output: Record<string, unknown>[] }[];
    };
    /** What holds of a damaged completion. */
    must?: { keepsText: string | null; toolName: string | null };
    usage: { completion_tokens: number; reasoning_tokens: number };
  };
}

function readAll<T>(folder: string): T[] {
  const path = join(import.meta.dirname, folder);
  return readdirSync(path).map((file) => JSON.parse(readFileSync(join(path, file), "utf8")) as T);
}

export const requestExamples: RequestExample[] = readAll("requests");
export const completionExamples: CompletionExample[] = readAll("completions");
