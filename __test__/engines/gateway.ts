/** A gateway in front of llama.cpp, over HTTP, and the official clients for it. */
import type { AddressInfo } from "node:net";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { serve } from "@hono/node-server";
import type { LanguageModel } from "ai";
import OpenAI from "openai";
import { createHandler, llamaCppBackend, ResponseStore } from "openai-harmony-node/gateway";
import { PURE } from "./endpoint.ts";
import { type Llama, type ModelKind, startLlama } from "./llama.ts";

export const MODEL = "gpt-oss-20b";

/** A gateway that runs. */
export interface RunningGateway {
  llama: Llama;
  openai: OpenAI;
  /** Models of the AI SDK, by the provider that they come from. */
  models: Record<"chat" | "responses" | "compatible", LanguageModel>;
  /** The statuses of all answers. */
  statuses: number[];
  /** What the gateway calls an error that is not the client's. */
  errors: unknown[];
  stop(): Promise<void>;
}

/** Starts llama.cpp, and a gateway that samples with these fields. */
export async function startGateway(kind: ModelKind, fields: object): Promise<RunningGateway> {
  const llama = await startLlama({ kind });
  const statuses: number[] = [];
  const errors: unknown[] = [];
  const handler = createHandler({
    backend: llamaCppBackend({ url: llama.url, body: { ...PURE, ...fields } }),
    // The AI SDK refers to the items of earlier answers.
    responseStore: new ResponseStore(),
    onError: (error) => errors.push(error),
  });
  const answer = async (request: Request) => {
    const response = await handler(request);
    statuses.push(response.status);
    return response;
  };
  // Clients that do not retry need connections that the server never closes first.
  const serverOptions = { keepAliveTimeout: 0 };
  const server = serve({ fetch: answer, hostname: "127.0.0.1", port: 0, serverOptions });
  await new Promise((resolve) => server.once("listening", resolve));
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const provider = createOpenAI({ baseURL, apiKey: "none" });
  return {
    llama,
    openai: new OpenAI({ baseURL, apiKey: "none", maxRetries: 0 }),
    models: {
      chat: provider.chat(MODEL),
      responses: provider.responses(MODEL),
      compatible: createOpenAICompatible({ name: "gateway", baseURL }).chatModel(MODEL),
    },
    statuses,
    errors,
    async stop() {
      server.close();
      await llama.stop();
    },
  };
}
