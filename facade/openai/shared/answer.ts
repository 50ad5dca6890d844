/** An answer as it arrives: the messages of a completion, each as what it is in the answer. */
import type { EventSink } from "../../completion/batch.ts";
import type { Diagnostic, MessageHeader, StopReason } from "../../completion/events.ts";
import { type CompletionInput, completionOptions } from "../../completion/options.ts";
import { CompletionReader } from "../../completion/reader.ts";
import { expectEncoding, type HarmonyEncoding } from "../../encoding/encoding.ts";
import { toTokens } from "../../native/tokens.ts";
import type { AnswerRules } from "./answer-rules.ts";
import { type AnswerMessage, route } from "./routing.ts";
import type { CheckedPart, TokenLogprob } from "./source.ts";
import { StopStrings } from "./stop-strings.ts";

/** Takes an answer's messages, one after the other. Ignored ones do not come. */
export interface AnswerSink {
  start(message: AnswerMessage): void;
  /** `logprobs` are those of the text's tokens; `null` if the source has none, or they are not of text for the user. */
  delta(text: string, logprobs: readonly TokenLogprob[] | null): void;
  /** `isCut` tells whether the completion ended within the message. */
  end(text: string, isCut: boolean): void;
}

const PREFILL = "<|channel|>final<|message|>";

/** Reads a completion, and tells a sink what it is in the answer. */
export class AnswerReader implements EventSink {
  readonly #encoding: HarmonyEncoding;
  readonly #rules: AnswerRules;
  readonly #sink: AnswerSink;
  readonly #completion: CompletionReader;
  readonly #formatTokens: ReadonlySet<number>;

  /** The message under way; `null` if there is none, or it is ignored. */
  #open: AnswerMessage | null = null;
  /** What the message under way is searched for, and its text so far; `null` if nothing ends it. */
  #stops: StopStrings | null = null;
  #textBeforeStop = "";
  /** The probabilities of tokens whose text has not come yet. */
  #logprobs: TokenLogprob[] = [];
  /** The input, if it is text, to count its tokens. */
  #textInput = "";
  #callCount = 0;
  #tokenCount = 0;
  #reasoningTokenCount = 0;
  /** Chains of thought that are not counted yet: many answers are not asked for their usage. */
  #uncounted: string[] = [];
  /** Whether the last message has ended in a stop token, and no header was begun after it; also if there is nothing. */
  #isLastComplete = true;
  #isStopped = false;
  #isFinishing = false;

  constructor(encoding: HarmonyEncoding, rules: AnswerRules, sink: AnswerSink) {
    this.#encoding = expectEncoding(encoding);
    this.#rules = rules;
    this.#sink = sink;
    const options = completionOptions(rules.isPrefilled ? { prefill: PREFILL } : null);
    this.#completion = new CompletionReader(encoding, options, this);
    this.#formatTokens = new Set(Object.values(encoding.formatTokens));
  }

  /** Takes the next part. After a stop string, its tokens are counted, and nothing of it becomes part of the answer. */
  push({ input, logprobs }: CheckedPart): void {
    if (input === null) return;
    if (logprobs === null || logprobs.length === 0) this.pushInput(input);
    else if (typeof input === "string") this.#pushText(input, logprobs);
    else this.#pushEach(typeof input === "number" ? [input] : toTokens(input, "input"), logprobs);
  }

  /** Takes tokens or text, as {@link AnswerReader.push} does. */
  pushInput(input: CompletionInput): void {
    const checked = typeof input === "object" ? toTokens(input, "input") : input;
    if (!this.#isStopped) this.#completion.push(checked);
    if (typeof checked === "string") this.#textInput += checked;
    else this.#tokenCount += typeof checked === "number" ? 1 : checked.length;
  }

  /** Ends the completion. */
  finish(): void {
    this.#isFinishing = true;
    if (!this.#isStopped) this.#completion.finish();
  }

  /** Whether a stop string has ended the answer, so that the engine need not go on. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Whether the completion, as far as it has come, does not look as if it had been cut off. */
  get isComplete(): boolean {
    return this.#isLastComplete;
  }

  /** How many functions the answer calls. */
  get callCount(): number {
    return this.#callCount;
  }

  /** The number of tokens of the completion, its special tokens among them. */
  get tokenCount(): number {
    return this.#tokenCount + this.#encoding.countTokens(this.#textInput, { allowedSpecial: "all" });
  }

  /** The number of tokens of the chain of thought, without the markup around it. */
  get reasoningTokenCount(): number {
    for (const text of this.#uncounted) this.#reasoningTokenCount += this.#countTokens(text);
    this.#uncounted = [];
    return this.#reasoningTokenCount;
  }

  /** Takes text. Its probabilities count if all of it continues a text for the user. */
  #pushText(text: string, logprobs: readonly TokenLogprob[]): void {
    if (this.#open?.kind === "content" && !text.includes("<")) this.#logprobs.push(...logprobs);
    this.pushInput(text);
  }

  /** Takes tokens one by one, to know which of them are text for the user. */
  #pushEach(tokens: ArrayLike<number>, logprobs: readonly TokenLogprob[]): void {
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] as number;
      const logprob = logprobs[i];
      const isContent = this.#open?.kind === "content" && !this.#formatTokens.has(token);
      if (isContent && logprob !== undefined) this.#logprobs.push(logprob);
      this.pushInput(token);
    }
  }

  start(header: MessageHeader): void {
    if (this.#isStopped) return;
    this.#isLastComplete = false;
    const message = route(header, this.#rules.tools, this.#rules.isDeclared);
    this.#open = this.#isLeftOut(message) ? null : message;
    if (this.#open === null) return;
    if (message.kind === "call") this.#callCount++;
    const isAnswer = message.kind === "content" && message.phase === "final_answer";
    this.#stops = isAnswer && this.#rules.stops.length > 0 ? new StopStrings(this.#rules.stops) : null;
    this.#textBeforeStop = "";
    this.#sink.start(message);
  }

  #isLeftOut({ kind }: AnswerMessage): boolean {
    if (kind === "ignored") return true;
    const { calls } = this.#rules;
    return kind === "call" && (calls === "none" || (calls === "first" && this.#callCount > 0));
  }

  text(text: string): void {
    if (this.#open === null) return;
    if (this.#stops === null) this.#sink.delta(text, this.#takeLogprobs());
    else this.#searchedDelta(this.#stops, this.#stops.push(text));
  }

  #searchedDelta(stops: StopStrings, text: string): void {
    this.#textBeforeStop += text;
    if (text !== "") this.#sink.delta(text, this.#takeLogprobs());
    if (!stops.isFound) return;
    this.#isStopped = true;
    this.#close(this.#textBeforeStop, false);
  }

  end(stop: StopReason | null, text: string): void {
    if (this.#isStopped) return;
    this.#isLastComplete = stop !== null;
    if (this.#open === null) return;
    if (this.#stops !== null) this.#searchedDelta(this.#stops, this.#stops.end());
    if (this.#open?.kind === "reasoning") this.#uncounted.push(text);
    this.#close(text, stop === null && this.#isFinishing);
  }

  #close(text: string, isCut: boolean): void {
    const logprobs = this.#takeLogprobs();
    if (logprobs !== null) this.#sink.delta("", logprobs);
    this.#sink.end(text, isCut);
    this.#open = this.#stops = null;
  }

  #takeLogprobs(): TokenLogprob[] | null {
    if (this.#logprobs.length === 0) return null;
    const logprobs = this.#logprobs;
    this.#logprobs = [];
    return logprobs;
  }

  /** What was malformed is no part of an answer. */
  diagnostic({ code }: Diagnostic): void {
    if (code === "cut_header") this.#isLastComplete = false;
  }

  #countTokens(text: string): number {
    return this.#encoding.countTokens(text, { disallowedSpecial: [] });
  }
}
