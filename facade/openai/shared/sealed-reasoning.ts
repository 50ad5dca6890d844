/**
 * Reasoning that a client carries and cannot read, for `encrypted_content`: AES-256-GCM with a key of the operator's. Any
 * replica with the key can open it, so that nothing has to be stored.
 *
 * Sealed text is base64url of: a byte that names the version, 12 random bytes, the ciphertext, and the tag of 16 bytes.
 */

import { HarmonyValueError } from "../../validation/errors.ts";
import { describe, expectString } from "../../validation/expect.ts";
import { nodeCrypto } from "./node-crypto.ts";

/** A key of 32 random bytes, as such or in base64. `openssl rand -base64 32` makes one. */
export type ReasoningKey = Uint8Array | string;

const VERSION = 1;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = "aes-256-gcm";

/** Says what is sealed, so that a key that is used for other things as well opens none of them as reasoning. */
const PURPOSE = "openai-harmony-node reasoning";

/**
 * Seals reasoning for `encrypted_content`.
 *
 * @example
 * ```ts
 * import { openReasoning, sealReasoning } from "openai-harmony-node/gateway";
 *
 * const key = "qR7o1Z6T2r0c3v5x8y9AbCdEfGhIjKlMnOpQrStUvWw=";
 * const sealed = sealReasoning("The user wants the weather.", key);
 * openReasoning(sealed, key); // => "The user wants the weather."
 * openReasoning("something else", key); // => null
 * ```
 *
 * @throws {@linkcode HarmonyValueError} if the key is not 32 bytes.
 */
export function sealReasoning(reasoning: string, key: ReasoningKey): string {
  const text = expectString(reasoning, "reasoning");
  const secret = bytesOf(key);
  const { createCipheriv, randomBytes } = nodeCrypto();
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, secret, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData());
  const sealed = [
    Buffer.of(VERSION),
    nonce,
    cipher.update(text, "utf8"),
    cipher.final(),
    cipher.getAuthTag(),
  ];
  return Buffer.concat(sealed).toString("base64url");
}

/**
 * Opens what {@link sealReasoning} has sealed; `null` if it was sealed by somebody else, with another key, or has been
 * changed.
 *
 * @param keys - the key, or several of which any may open it, so that keys can be replaced by and by
 * @throws {@linkcode HarmonyValueError} if a key is not 32 bytes.
 */
export function openReasoning(sealed: string, keys: ReasoningKey | readonly ReasoningKey[]): string | null {
  const bytes = Buffer.from(expectString(sealed, "sealed"), "base64url");
  const secrets = (Array.isArray(keys) ? keys : [keys]).map(bytesOf);
  if (bytes.length < 1 + NONCE_BYTES + TAG_BYTES || bytes[0] !== VERSION) return null;
  for (const secret of secrets) {
    const text = open(bytes, secret);
    if (text !== null) return text;
  }
  return null;
}

function open(bytes: Buffer, secret: Uint8Array): string | null {
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
  const { createDecipheriv } = nodeCrypto();
  const decipher = createDecipheriv(CIPHER, secret, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData());
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

function associatedData(): Buffer {
  return Buffer.from(`${PURPOSE} ${VERSION}`);
}

function bytesOf(key: unknown): Uint8Array {
  const bytes = typeof key === "string" ? Buffer.from(key, "base64") : key;
  if (bytes instanceof Uint8Array && bytes.length === KEY_BYTES) return bytes;
  const got = bytes instanceof Uint8Array ? `${bytes.length} bytes` : describe(key);
  throw new HarmonyValueError(`expected 32 bytes, or base64 of them, got ${got}`, { path: "key" });
}
