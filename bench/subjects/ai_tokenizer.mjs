/** npm `ai-tokenizer`: a tokenizer in JavaScript, for estimates. It caches the tokens of words that it has met. */

export async function importPackage() {
  const { Tokenizer } = await import("ai-tokenizer");
  const encoding = await import("ai-tokenizer/encoding/o200k_base");
  return () => new Tokenizer(encoding);
}

export function makeOperations(tokenizer) {
  return {
    encode: (text) => ({ run: () => tokenizer.encode(text) }),
    decode: (tokens) => ({ run: () => tokenizer.decode(tokens) }),
  };
}
