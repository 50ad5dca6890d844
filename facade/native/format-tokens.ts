/** The tokens of the format. */

/** The ids of the tokens that the format uses. */
export interface FormatTokens {
  /** `<|start|>`: begins a message. */
  readonly start: number;
  /** `<|end|>`: ends a message. */
  readonly end: number;
  /** `<|message|>`: begins the content. */
  readonly message: number;
  /** `<|channel|>`: precedes the channel's name. */
  readonly channel: number;
  /** `<|constrain|>`: precedes the content type. */
  readonly constrain: number;
  /** `<|return|>`: ends the last message of a completion. */
  readonly return: number;
  /** `<|call|>`: ends a message that calls a tool. */
  readonly call: number;
}

/** As in `crates/tokenizer/src/special/names.rs`. */
export const FORMAT_TOKENS: FormatTokens = Object.freeze({
  start: 200006,
  end: 200007,
  message: 200008,
  channel: 200005,
  constrain: 200003,
  return: 200002,
  call: 200012,
});
