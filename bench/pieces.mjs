/** How much of a text repeats within itself. */
import { O200K_TOKEN_SPLIT_REGEX } from "gpt-tokenizer/esm/encodingParams/constants";

/** The share of a text's pieces, of which tokenizers cache the tokens, that occur earlier in the same text. */
export function repeatedShare(text) {
  const pieces = text.match(O200K_TOKEN_SPLIT_REGEX);
  return 1 - new Set(pieces).size / pieces.length;
}
