/** The events of a response, as they are written here. */
import type {
  Response,
  ResponseLogprob,
  ResponseOutputItem,
  ResponseOutputText,
  ResponseReasoningText,
  ResponseSummaryText,
} from "./response-types.ts";

/** What all events have. */
export interface ResponseNumberedEvent {
  /** Counts the events of a response from 0. */
  sequence_number: number;
}

/** What all events of an item have. */
export interface ResponseItemEvent extends ResponseNumberedEvent {
  /** The item's identifier. */
  item_id: string;
  /** The item's place in the response's output. */
  output_index: number;
}

/** What all events of a part of an item's content have. */
export interface ResponsePartEvent extends ResponseItemEvent {
  /** The part's place in the item's content. */
  content_index: number;
}

/** What all events of a part of a summary have. */
export interface ResponseSummaryEvent extends ResponseItemEvent {
  /** The part's place in the summary. */
  summary_index: number;
}

/** The response as a whole: it has begun, goes on, is complete, or has been cut off. */
export interface ResponseLifecycleEvent extends ResponseNumberedEvent {
  /** Which event it is. */
  type: "response.created" | "response.in_progress" | "response.completed" | "response.incomplete";
  /** The response as far as it is. */
  response: Response;
}

/** An item begins, or is complete. */
export interface ResponseOutputItemEvent extends ResponseNumberedEvent {
  /** Which event it is. */
  type: "response.output_item.added" | "response.output_item.done";
  /** The item as far as it is. */
  item: ResponseOutputItem;
  /** The item's place in the response's output. */
  output_index: number;
}

/** A part of an item's content begins, or is complete. */
export interface ResponseContentPartEvent extends ResponsePartEvent {
  /** Which event it is. */
  type: "response.content_part.added" | "response.content_part.done";
  /** The part as far as it is. */
  part: ResponseOutputText | ResponseReasoningText;
}

/** A message's text goes on. */
export interface ResponseTextDeltaEvent extends ResponsePartEvent {
  /** Which event it is. */
  type: "response.output_text.delta";
  /** The text that is new. */
  delta: string;
  /** The probabilities of its tokens; empty if the engine does not say them. */
  logprobs: ResponseLogprob[];
}

/** A message's text is complete. */
export interface ResponseTextDoneEvent extends ResponsePartEvent {
  /** Which event it is. */
  type: "response.output_text.done";
  /** The whole text. */
  text: string;
  /** The probabilities of its tokens; empty if the engine does not say them. */
  logprobs: ResponseLogprob[];
}

/** Chain of thought goes on. */
export interface ResponseReasoningTextDeltaEvent extends ResponsePartEvent {
  /** Which event it is. */
  type: "response.reasoning_text.delta";
  /** The text that is new. */
  delta: string;
}

/** Chain of thought is complete. */
export interface ResponseReasoningTextDoneEvent extends ResponsePartEvent {
  /** Which event it is. */
  type: "response.reasoning_text.done";
  /** The whole text. */
  text: string;
}

/** A part of a summary begins, or is complete. */
export interface ResponseReasoningSummaryPartEvent extends ResponseSummaryEvent {
  /** Which event it is. */
  type: "response.reasoning_summary_part.added" | "response.reasoning_summary_part.done";
  /** The part as far as it is. */
  part: ResponseSummaryText;
}

/** A summary goes on. */
export interface ResponseReasoningSummaryTextDeltaEvent extends ResponseSummaryEvent {
  /** Which event it is. */
  type: "response.reasoning_summary_text.delta";
  /** The text that is new. */
  delta: string;
}

/** A summary is complete. */
export interface ResponseReasoningSummaryTextDoneEvent extends ResponseSummaryEvent {
  /** Which event it is. */
  type: "response.reasoning_summary_text.done";
  /** The whole text. */
  text: string;
}

/** A call's arguments go on. */
export interface ResponseFunctionCallArgumentsDeltaEvent extends ResponseItemEvent {
  /** Which event it is. */
  type: "response.function_call_arguments.delta";
  /** The text that is new. */
  delta: string;
}

/** A call's arguments are complete. */
export interface ResponseFunctionCallArgumentsDoneEvent extends ResponseItemEvent {
  /** Which event it is. */
  type: "response.function_call_arguments.done";
  /** The function's name. */
  name: string;
  /** The whole arguments. */
  arguments: string;
}

/** How far a call of the browser is. */
export interface ResponseWebSearchCallEvent extends ResponseItemEvent {
  /** Which event it is. */
  type:
    | "response.web_search_call.in_progress"
    | "response.web_search_call.searching"
    | "response.web_search_call.completed";
}

/** Code goes on. */
export interface ResponseCodeInterpreterCodeDeltaEvent extends ResponseItemEvent {
  /** Which event it is. */
  type: "response.code_interpreter_call_code.delta";
  /** The code that is new. */
  delta: string;
}

/** Code is complete. */
export interface ResponseCodeInterpreterCodeDoneEvent extends ResponseItemEvent {
  /** Which event it is. */
  type: "response.code_interpreter_call_code.done";
  /** The whole code. */
  code: string;
}

/** How far a call of the code interpreter is. */
export interface ResponseCodeInterpreterCallEvent extends ResponseItemEvent {
  /** Which event it is. */
  type:
    | "response.code_interpreter_call.in_progress"
    | "response.code_interpreter_call.interpreting"
    | "response.code_interpreter_call.completed";
}

/** An event of a response. */
export type ResponseStreamEvent =
  | ResponseLifecycleEvent
  | ResponseOutputItemEvent
  | ResponseContentPartEvent
  | ResponseTextDeltaEvent
  | ResponseTextDoneEvent
  | ResponseReasoningTextDeltaEvent
  | ResponseReasoningTextDoneEvent
  | ResponseReasoningSummaryPartEvent
  | ResponseReasoningSummaryTextDeltaEvent
  | ResponseReasoningSummaryTextDoneEvent
  | ResponseFunctionCallArgumentsDeltaEvent
  | ResponseFunctionCallArgumentsDoneEvent
  | ResponseWebSearchCallEvent
  | ResponseCodeInterpreterCodeDeltaEvent
  | ResponseCodeInterpreterCodeDoneEvent
  | ResponseCodeInterpreterCallEvent;
