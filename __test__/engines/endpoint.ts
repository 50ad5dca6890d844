/** llama.cpp's endpoint `/completion`, as it is, without the package. */
import { loadHarmonyEncoding } from "openai-harmony-node";
import type { Llama } from "./llama.ts";

const encoding = loadHarmonyEncoding();

/** A prompt of one message. */
export const PROMPT = encoding.encode("<|start|>user<|message|>Hello<|end|><|start|>assistant", {
  allowedSpecial: "all",
});

/** The tokens that the format is made of. */
export const FORMAT_TOKENS = encoding.encode(
  "<|start|><|end|><|message|><|channel|><|constrain|><|return|><|call|>",
  { allowedSpecial: "all" },
);

/** What makes the model `random` write them, three times in ten tokens. */
export const MUCH_MARKUP = Array.from(FORMAT_TOKENS, (token) => [token, 9.4]);

/** Nothing but the model decides what is sampled. */
export const PURE = { temperature: 1, samplers: ["temperature"] };

/** A completion, or a chunk of one. */
export interface Sampled {
  content: string;
  tokens: number[];
  tokens_predicted: number;
  stop: boolean;
  stop_type?: "eos" | "limit";
}

/** Samples a completion, which is sent in one piece. */
export async function sampleWhole({ url }: Llama, fields: object): Promise<Sampled> {
  const response = await post(url, { ...fields, stream: false });
  return (await response.json()) as Sampled;
}

/** Samples a completion, which is sent in chunks. */
export async function sampleChunks({ url }: Llama, fields: object): Promise<Sampled[]> {
  const response = await post(url, { ...fields, stream: true });
  const lines = (await response.text()).split("\n").filter((line) => line.startsWith("data: "));
  return lines.map((line) => JSON.parse(line.slice(6)) as Sampled);
}

async function post(url: string, fields: object): Promise<Response> {
  const body = JSON.stringify({ prompt: Array.from(PROMPT), return_tokens: true, ...fields });
  const response = await fetch(`${url}/completion`, { method: "POST", body });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return response;
}

/** Calls a function with each seed, four at a time: as many as the server has slots. */
export async function forSeeds(count: number, sample: (seed: number) => Promise<void>): Promise<void> {
  const seeds = Array.from({ length: count }, (_, i) => i + 1).values();
  const worker = async () => {
    for (const seed of seeds) await sample(seed);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}
