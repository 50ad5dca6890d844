/**
 * The completions that fit a constraint. A completion continues `<|start|>assistant`: messages of reasoning and to the
 * user, and then calls or the answer. Models write a call's recipient before the channel or after it, and its content
 * type in several ways; all are taken.
 */
import { HarmonyValueError } from "../validation/errors.ts";
import type { ConstrainedFunction, OutputConstraint } from "./constraint.ts";
import {
  CALL_END,
  choice,
  type Grammar,
  json,
  many,
  optional,
  rule,
  separated,
  sequence,
  TEXT,
} from "./grammar.ts";

const NEXT_MESSAGE = sequence("<|start|>", "assistant");
const CALL_CHANNEL = rule("call-channel", choice(sequence("commentary"), sequence("analysis")));
const CONTENT_TYPE = rule(
  "content-type",
  optional(
    choice(sequence(" json"), sequence(" ", "<|constrain|>", "json"), sequence("<|constrain|>", "json")),
  ),
);
/** Without a recipient before it, `json` alone would be one. */
const FINAL_CONTENT_TYPE = rule(
  "final-content-type",
  optional(choice(sequence(" ", "<|constrain|>", "json"), sequence("<|constrain|>", "json"))),
);
const FINAL_HEADER = sequence("<|channel|>", "final", FINAL_CONTENT_TYPE, "<|message|>");
const HIDDEN = messageOn(sequence("analysis"));
const HIDDEN_OR_PREAMBLE = messageOn(choice(sequence("analysis"), sequence("commentary")));
const EARLIER_FINAL = sequence(FINAL_HEADER, TEXT, "<|end|>", NEXT_MESSAGE);

function messageOn(channel: Grammar): Grammar {
  return sequence("<|channel|>", channel, "<|message|>", TEXT, "<|end|>", NEXT_MESSAGE);
}

/** The grammar of the completions that fit a constraint. */
export function completionGrammar(constraint: OutputConstraint, prefilled: boolean): Grammar {
  const functions = callable(constraint);
  const { format } = constraint;
  if (!prefilled) return messages(constraint, functions);
  if (constraint.calls === "required") {
    throw new HarmonyValueError("a call is required, but the prompt ends in the final message", {
      path: "calls",
    });
  }
  if (format !== null) return formatted(constraint);
  return choice(TEXT, sequence(TEXT, "<|end|>", NEXT_MESSAGE, messages(constraint, functions)));
}

/** The functions that the model may call, each with its place in the constraint. */
function callable({ calls, functions }: OutputConstraint): [ConstrainedFunction, number][] {
  if (calls === "forbidden") return [];
  const possible = functions
    .map((item, i): [ConstrainedFunction, number] => [item, i])
    .filter(([{ parameters }]) => parameters !== false);
  if (calls === "required" && possible.length === 0) {
    throw new HarmonyValueError("a call is required, but there is no function to call", {
      path: "functions",
    });
  }
  return possible;
}

function messages(constraint: OutputConstraint, functions: [ConstrainedFunction, number][]): Grammar {
  const { calls, format } = constraint;
  // Clients get preambles and the answer as one text, which has to be of the format.
  const isFormatted = format !== null && calls !== "required";
  const before = rule("before", isFormatted ? HIDDEN : HIDDEN_OR_PREAMBLE);
  const last: Grammar[] = [];
  if (functions.length > 0) last.push(callsOf(functions, constraint.parallelCalls, before));
  if (calls !== "required") last.push(rule("final", sequence(FINAL_HEADER, formatted(constraint))));
  // Text may be in several final messages, which a format could not span.
  const severalFinals = calls !== "required" && format === null;
  return sequence(
    many(severalFinals ? choice(before, rule("earlier-final", EARLIER_FINAL)) : before),
    choice(...last),
  );
}

function formatted({ format }: OutputConstraint): Grammar {
  if (format === null) return TEXT;
  return format.type === "json_object"
    ? json({ type: "object" }, "format")
    : json(format.schema, "format.schema");
}

/** One call, or several: the engine may be one that goes on after `<|call|>`. */
function callsOf(functions: [ConstrainedFunction, number][], parallel: boolean, before: Grammar): Grammar {
  const call = rule("call", choice(...functions.map(([item, i]) => callOf(item, i))));
  const calls = parallel ? separated(call, sequence(CALL_END, NEXT_MESSAGE, many(before))) : call;
  return sequence(calls, optional(CALL_END));
}

function callOf({ name, parameters }: ConstrainedFunction, i: number): Grammar {
  const recipient = ` to=functions.${name}`;
  return sequence(
    choice(
      sequence(recipient, "<|channel|>", CALL_CHANNEL),
      sequence("<|channel|>", CALL_CHANNEL, recipient),
    ),
    CONTENT_TYPE,
    "<|message|>",
    rule(`arguments-${i}`, json(parameters ?? { type: "object" }, `functions[${i}].parameters`)),
  );
}
