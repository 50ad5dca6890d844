/** npm `gpt-tokenizer`: a tokenizer in JavaScript. It caches the tokens of words that it has met. */

export async function importPackage() {
  const tokenizer = await import("gpt-tokenizer/encoding/o200k_harmony");
  return () => tokenizer;
}

export function makeOperations({ encode, decode }) {
  return {
    encode: (text) => ({ run: () => encode(text) }),
    decode: (tokens) => ({ run: () => decode(tokens) }),
  };
}
