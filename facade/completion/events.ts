/** What happens while a completion is parsed. */
import type { Message } from "../chat/message.ts";
import type { Role } from "../chat/role.ts";

/** The token that ended a message. */
export type StopReason = "end" | "return" | "call";

/**
 * What was malformed in a completion. `docs/recovery.md` says when each code occurs, and what becomes of the text.
 *
 * - `unexpected_stop`: a stop token ended no message.
 * - `repeated_start`: `<|start|>` came again before anything else.
 * - `missing_start`: a message began without `<|start|>`.
 * - `missing_role`: a header named no role, or one that does not exist.
 * - `missing_channel`: `<|channel|>` was not followed by a name.
 * - `missing_message`: a header ended without `<|message|>`, and the rest of its text became the content.
 * - `unexpected_token`: `<|message|>` or `<|constrain|>` stood where it means nothing.
 * - `missing_end`: a message ended without a stop token, because another one began.
 * - `malformed_header`: a header had words that cannot stand there.
 * - `cut_header`: a header was incomplete, and no message came of it.
 * - `unknown_token`: an id was that of no token.
 */
export type DiagnosticCode =
  | "unexpected_stop"
  | "repeated_start"
  | "missing_start"
  | "missing_role"
  | "missing_channel"
  | "missing_message"
  | "unexpected_token"
  | "missing_end"
  | "malformed_header"
  | "cut_header"
  | "unknown_token";

/** Something malformed in a completion, and what became of it. */
export interface Diagnostic {
  /** What was malformed; for programs. */
  code: DiagnosticCode;
  /** What was malformed, and what became of it; for people. */
  message: string;
  /** The index of the first token concerned; of the UTF-16 unit, if the input is text. */
  at: number;
  /** The text that came to stand in no message; empty if none was lost. */
  raw: string;
}

/** What a header says. */
export interface MessageHeader {
  /** Who writes the message. */
  role: Role;
  /** The author's name; for a tool, the tool's. */
  name: string | null;
  /** The channel that the message is written to. */
  channel: string | null;
  /** Whom the message is for; for a tool call, the tool. */
  recipient: string | null;
  /** The format of the content. */
  contentType: string | null;
}

/** One thing that happened. `index` counts the messages of the completion from 0. */
export type CompletionEvent =
  | ({
      /** A message's header is complete. */
      type: "message_start";
      /** Which message it is. */
      index: number;
    } & MessageHeader)
  | {
      /** A message's text goes on. */
      type: "content_delta";
      /** Which message it is. */
      index: number;
      /** The text: whole characters, never empty. */
      delta: string;
    }
  | {
      /** A message is complete. */
      type: "message_end";
      /** Which message it is. */
      index: number;
      /** The whole message. */
      message: Message;
      /** The token that ended it; `null` if the completion was cut off in it, or the token is missing. */
      stop: StopReason | null;
    }
  | {
      /** Something was malformed. */
      type: "diagnostic";
      /** What it was, and what became of it. */
      diagnostic: Diagnostic;
    };

/** A message that has begun and not ended. */
export interface CurrentMessage extends MessageHeader {
  /** The text so far. */
  text: string;
}

/** A whole completion. */
export interface ParsedCompletion {
  /** Its messages, in order. */
  messages: Message[];
  /** Everything that was malformed. */
  diagnostics: Diagnostic[];
  /** How the last message ended; `null` if it was cut off, or there is none. */
  stop: StopReason | null;
}
