/** npm `tiktoken`: the tokenizer of OpenAI's Python package of that name, in WebAssembly. */

export async function importPackage() {
  const { get_encoding } = await import("tiktoken");
  return () => get_encoding("o200k_base");
}

export function makeOperations(encoding) {
  const decoder = new TextDecoder();

  return {
    encode: (text) => ({ run: () => encoding.encode(text), plain: (tokens) => Array.from(tokens) }),

    decode: (list) => {
      const tokens = Uint32Array.from(list);
      return { run: () => decoder.decode(encoding.decode(tokens)) };
    },
  };
}
