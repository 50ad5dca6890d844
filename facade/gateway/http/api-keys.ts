/** Keys that clients must have, compared so that the time it takes says nothing about them. */
import { nodeCrypto } from "../../openai/shared/node-crypto.ts";
import { HarmonyValueError } from "../../validation/errors.ts";
import { ApiError } from "./api-error.ts";

/** Tells whether a request has one of the keys. */
export class ApiKeys {
  /** Digests are of one length, whatever the keys are. */
  readonly #digests: readonly Uint8Array[];

  /** @throws {HarmonyValueError} if there is no key, or one is empty: everybody would have it, or nobody. */
  constructor(keys: readonly string[]) {
    if (keys.length === 0) throw new HarmonyValueError("expected at least one key", { path: "apiKeys" });
    this.#digests = keys.map((key, i) => {
      if (typeof key === "string" && key !== "") return digest(key);
      throw new HarmonyValueError("expected a string that is not empty", { path: `apiKeys[${i}]` });
    });
  }

  /** @throws {ApiError} with status 401 if the request has none of the keys. */
  expectOne(headers: Headers): void {
    const key = /^Bearer +(.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
    if (key !== undefined && this.#has(key)) return;
    throw new ApiError(401, key === undefined ? "An API key is missing." : "The API key is wrong.", {
      code: "invalid_api_key",
      headers: { "www-authenticate": "Bearer" },
    });
  }

  #has(key: string): boolean {
    const { timingSafeEqual } = nodeCrypto();
    const given = digest(key.trimEnd());
    // Looks at all of them, so that the time does not tell which one it was.
    return this.#digests.filter((each) => timingSafeEqual(each, given)).length > 0;
  }
}

function digest(key: string): Uint8Array {
  return nodeCrypto().createHash("sha256").update(key).digest();
}
