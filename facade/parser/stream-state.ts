/** The states of a streaming parser. */

import type { Role } from "../chat/role.ts";

/** What a streaming parser is waiting for (Python: `StreamState`). */
export const StreamState = {
  /** For `<|start|>`. */
  EXPECT_START: "ExpectStart",
  /** For the rest of a header. */
  HEADER: "Header",
  /** For the rest of a message's content. */
  CONTENT: "Content",
} as const;

/** One of the three states. */
export type StreamState = (typeof StreamState)[keyof typeof StreamState];

/** The state of a streaming parser with its data, as the crate writes it. */
export type StreamStateData =
  | {
      /** The parser waits for `<|start|>`. */
      state: "ExpectStart";
    }
  | {
      /** The parser waits for the rest of a header. */
      state: "Header";
      /** The header's tokens so far. */
      header_tokens: number[];
    }
  | {
      /** The parser waits for the rest of a message's content. */
      state: "Content";
      /** The message's header. */
      header: {
        /** Who writes the message. */
        author: {
          /** The author's role. */
          role: Role;
          /** The author's name; absent if there is none. */
          name?: string;
        };
        /** Whom the message is for. For a tool call it is the tool's name. */
        recipient: string | null;
        /** The channel that the message is written to. */
        channel: string | null;
        /** The format of the content. */
        content_type: string | null;
      };
      /** The content so far, encoded again: these are not always the tokens that were processed. */
      content_tokens: number[];
    };
