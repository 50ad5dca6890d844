/** Keeps responses and their reasoning, while they pass. */
import type { Response as ResponseObject, ResponseOutputItem } from "../openai/responses/index.ts";
import type { Gateway } from "./options.ts";
import { rememberAll } from "./recalled-reasoning.ts";
import type { ResponseContext } from "./response-context.ts";

/** Sees what the client gets. */
export class ResponseMemory {
  readonly #gateway: Pick<Gateway, "responseStore" | "reasoningStore">;
  /** What the response answers; `null` if it is not to be kept. */
  readonly #context: ResponseContext | null;

  constructor(gateway: Pick<Gateway, "responseStore" | "reasoningStore">, context: ResponseContext | null) {
    this.#gateway = gateway;
    this.#context = context;
  }

  /** Takes a response before the client has it, if it has ended. */
  async take(response: ResponseObject): Promise<void> {
    if (response.status === "in_progress") return;
    await this.#rememberReasoning(response.output);
    if (this.#context === null) return;
    const input = this.#context.items;
    await this.#gateway.responseStore?.set(response.id, { response: { ...response }, input });
  }

  /** Remembers reasoning by its item, and by the calls that come after it. */
  async #rememberReasoning(output: readonly ResponseOutputItem[]): Promise<void> {
    const { reasoningStore } = this.#gateway;
    let reasoning = "";
    for (const item of output) {
      if (item.type === "reasoning") {
        const text = textOf(item);
        reasoning += reasoning === "" ? text : `\n${text}`;
        await rememberAll(reasoningStore, [item.id], text);
      } else if (item.type === "function_call") {
        await rememberAll(reasoningStore, [item.call_id], reasoning);
      }
    }
  }
}

function textOf({ content, summary }: Extract<ResponseOutputItem, { type: "reasoning" }>): string {
  return [...content, ...summary].map(({ text }) => text).join("\n");
}
