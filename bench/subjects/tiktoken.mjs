/** npm `tiktoken`: the tokenizer of OpenAI's Python package of that name, in WebAssembly. */

export async function importPackage() {
  const { get_encoding } = await import("tiktoken");
  return () => load(get_encoding);
}

function load(get_encoding) {
  const encoding = get_encoding("o200k_base");
  const decoder = new TextDecoder();

  return {
    encode: (text) => ({ run: () => encoding.encode(text), plain: (tokens) => Array.from(tokens) }),

    decode: (list) => {
      const tokens = Uint32Array.from(list);
      return { run: () => decoder.decode(encoding.decode(tokens)) };
    },
  };
}
