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
export const MUCH_MARKUP = Array.from(FORMAT_TOKENS, (token): [token: number, bias: number] => [token, 9.4]);

/** What makes white space less likely, of which grammars allow much. */
export const LITTLE_SPACE = biased(/^\s+$/, -6);

/** What makes tokens more likely that are parts of characters. */
export const BROKEN_CHARACTERS = biased(/\ufffd/, 3);

function biased(texts: RegExp, bias: number): [token: number, bias: number][] {
  const tokens = Array.from({ length: FORMAT_TOKENS[0] ?? 0 }, (_, token) => token);
  const chosen = tokens.filter(
    (token) => !encoding.isSpecialToken(token) && texts.test(encoding.decode([token])),
  );
  return chosen.map((token) => [token, bias]);
}

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

function post(url: string, fields: object): Promise<Response> {
  const body = JSON.stringify({ prompt: Array.from(PROMPT), return_tokens: true, ...fields });
  return ask(`${url}/completion`, { method: "POST", body });
}

/**
 * Asks on a connection of its own: the server closes one that it has kept open for five seconds, even if a request is on
 * its way to it.
 */
async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, { ...init, headers: { connection: "close" } });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return response;
}

/** How many completions are under way. */
export async function busySlots({ url }: Llama): Promise<number> {
  const slots = (await (await ask(`${url}/slots`)).json()) as { is_processing: boolean }[];
  return slots.filter(({ is_processing }) => is_processing).length;
}

/** The tokens whose text the server sends: of special tokens, those of the format only. */
export function spelt(tokens: readonly number[]): number[] {
  return tokens.filter((token) => !encoding.isSpecialToken(token) || FORMAT_TOKENS.includes(token));
}

/** Calls a function with each seed, four at a time: as many as the server has slots. Returns what it gives for each. */
export async function forSeeds<T>(count: number, sample: (seed: number) => Promise<T>): Promise<T[]> {
  const results = new Array<T>(count);
  const indices = results.keys();
  const worker = async () => {
    for (const i of indices) results[i] = await sample(i + 1);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return results;
}
