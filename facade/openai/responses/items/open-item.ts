/** An item of a response while the model writes it. */
import type { TokenLogprob } from "../../shared/source.ts";
import type { ResponseStatus } from "../response-types.ts";

/** Makes the events of one item. The first one says that it begins. */
export interface OpenItem {
  /** The item goes on. */
  delta(text: string, logprobs: readonly TokenLogprob[] | null): void;
  /** The item has ended with that text. */
  end(text: string, status: ResponseStatus): void;
}
