/** The models that a gateway says it has. */
import { ApiError } from "./http/api-error.ts";

/** A model, as the list of models tells of it. */
export interface ModelInfo {
  /** Its name. */
  id: string;
  /** When it was made, in seconds since 1970. Default: 0. */
  created?: number;
  /** Whose it is. Default: `openai-harmony-node`. */
  owned_by?: string;
}

type Model = Required<ModelInfo> & { object: "model" };

/** The models by name. */
export class Models {
  readonly #models: ReadonlyMap<string, Model>;
  readonly #isOpen: boolean;

  /** @param models - those that there are; `null` if any name is taken */
  constructor(models: readonly (string | ModelInfo)[] | null) {
    this.#isOpen = models === null;
    const given = (models ?? ["gpt-oss"]).map((model) => (typeof model === "string" ? { id: model } : model));
    this.#models = new Map(
      given.map(({ id, created = 0, owned_by = "openai-harmony-node" }) => [
        id,
        { id, object: "model", created, owned_by },
      ]),
    );
  }

  /** The list of models. */
  list(): { object: "list"; data: Model[] } {
    return { object: "list", data: [...this.#models.values()] };
  }

  /** @throws {ApiError} with status 404 if there is none of that name. */
  get(id: string): Model {
    const model = this.#models.get(id);
    if (model === undefined) throw notFound(id);
    return model;
  }

  /**
   * Reads `model` of a request; `null` if it is not given.
   *
   * @throws {ApiError} with status 404 if there is none of that name, or 400 if it is no name.
   */
  read(model: unknown): string | null {
    if (model === undefined || model === null) return this.#default();
    if (typeof model !== "string") throw new ApiError(400, "model: expected a string", { param: "model" });
    if (!this.#isOpen && !this.#models.has(model)) throw notFound(model);
    return model;
  }

  /** Where there is only one model, it need not be named. */
  #default(): string | null {
    if (this.#isOpen) return null;
    const [only, ...others] = this.#models.keys();
    if (only !== undefined && others.length === 0) return only;
    throw new ApiError(400, "model: expected a string", { param: "model" });
  }
}

function notFound(id: string): ApiError {
  return new ApiError(404, `The model \`${id}\` does not exist.`, {
    param: "model",
    code: "model_not_found",
  });
}
