/** Calls of functions that have no result yet, where results tell the function's name only. */
import { HarmonyValueError } from "../../validation/errors.ts";
import { quote } from "../../validation/expect.ts";

/** The identifiers of calls, by the functions' names, in order. */
export class OpenCalls {
  readonly #ids = new Map<string, Set<string>>();

  add(name: string, id: string): void {
    const ids = this.#ids.get(name);
    if (ids === undefined) this.#ids.set(name, new Set([id]));
    else ids.add(id);
  }

  /**
   * Takes out the first call of a function.
   *
   * @param author - what the result calls the function
   * @throws {@linkcode HarmonyValueError} if there is none.
   */
  take(name: string, author: string, path: string): string {
    const ids = this.#ids.get(name) ?? new Set();
    const [id] = ids;
    if (id === undefined)
      throw new HarmonyValueError(`there is no call of ${quote(author)} before`, { path });
    ids.delete(id);
    return id;
  }
}
