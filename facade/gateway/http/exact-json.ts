/** Reads JSON. */

/** Parses JSON text. */
export function parseJson(text: string): unknown {
  return JSON.parse(text);
}
