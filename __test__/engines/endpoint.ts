/** llama.cpp's endpoint `/completion`, as it is, without the package. */
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
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
export async function sampleWhole(llama: Llama, fields: object): Promise<Sampled> {
  return JSON.parse(await sample(llama, { ...fields, stream: false }));
}

/** Samples a completion, which is sent in chunks. */
export async function sampleChunks(llama: Llama, fields: object): Promise<Sampled[]> {
  const answer = await sample(llama, { ...fields, stream: true });
  const lines = answer.split("\n").filter((line) => line.startsWith("data: "));
  return lines.map((line) => JSON.parse(line.slice(6)) as Sampled);
}

function sample({ url }: Llama, fields: object): Promise<string> {
  const body = JSON.stringify({ prompt: Array.from(PROMPT), return_tokens: true, ...fields });
  return ask(`${url}/completion`, "POST", body);
}

/** How many completions are under way. */
export async function busySlots({ url }: Llama): Promise<number> {
  const slots = JSON.parse(await ask(`${url}/slots`)) as { is_processing: boolean }[];
  return slots.filter(({ is_processing }) => is_processing).length;
}

/**
 * Asks on a connection of its own: the server closes one that it has kept open for five seconds, even if a request is on
 * its way to it. (`fetch` would take one that is open already.)
 */
async function ask(url: string, method = "GET", body?: string): Promise<string> {
  const asked = request(url, { method, agent: false });
  asked.end(body);
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  const answer = await text(response);
  if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${answer}`);
  return answer;
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
