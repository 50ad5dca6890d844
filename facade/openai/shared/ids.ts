/** Identifiers of what is answered: responses, calls, items. */

/** What an identifier is for; it begins with that. */
export type IdKind = "chatcmpl" | "call" | "resp" | "rs" | "msg" | "fc" | "ws" | "ci";

/** Makes a new identifier. */
export type NewId = (kind: IdKind) => string;

/** Makes a random identifier, such as `call_5d8fbf9a2c0e4a6f9b1d7c3e8a4f2b60`. */
export const randomId: NewId = (kind) =>
  `${kind}${kind === "chatcmpl" ? "-" : "_"}${crypto.randomUUID().replaceAll("-", "")}`;
