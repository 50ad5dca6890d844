/** Requests to a handler, as a client makes them, and its event streams, read to their end. */
import type { Handler } from "openai-harmony-node/gateway";

export const BASE = "http://gateway.test";

/** Posts JSON. */
export function post(handler: Handler, path: string, body: unknown, init: RequestInit = {}) {
  return handler(
    new Request(BASE + path, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...init,
      headers: { "content-type": "application/json", ...init.headers },
    }),
  );
}

export function get(handler: Handler, path: string, init: RequestInit = {}) {
  return handler(new Request(BASE + path, init));
}

/** An answer's JSON. */
// biome-ignore lint/suspicious/noExplicitAny: what is in it is what the tests are about
export async function json(response: Response | Promise<Response>): Promise<any> {
  return (await response).json();
}

/** The data of an event stream's events, parsed where it is JSON. */
// biome-ignore lint/suspicious/noExplicitAny: what is in it is what the tests are about
export async function events(response: Response | Promise<Response>): Promise<any[]> {
  const text = await (await response).text();
  return text
    .split("\n\n")
    .filter((block) => block !== "")
    .map((block) => {
      const data = block.slice(block.indexOf("data: ") + "data: ".length);
      return data === "[DONE]" ? data : JSON.parse(data);
    });
}

export const HELLO =
  "<|channel|>analysis<|message|>A greeting.<|end|><|start|>assistant<|channel|>final<|message|>Hello, world!<|return|>";
export const CALL =
  '<|channel|>analysis<|message|>Weather.<|end|><|start|>assistant<|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>{"city":"Oslo"}<|call|>';
export const WEATHER = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Gets the weather.",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};
export const question = { messages: [{ role: "user", content: "Hello." }] };
