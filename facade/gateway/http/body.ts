/** Reads the body of a request: JSON, up to a limit that is kept while it arrives. */
import { parseExactly } from "../../validation/exact-number.ts";
import { isObject } from "../../validation/expect.ts";
import { ApiError } from "./api-error.ts";

/** A request's body. */
export type Body = Readonly<Record<string, unknown>>;

/** A body as it was read. */
export interface ReadBody {
  /** What `JSON.parse` makes of it. */
  body: Body;
  /** The same with integers that JavaScript has to round as they were, which is for prompts. Most bodies have none. */
  exact: Body;
}

/**
 * Reads the body as a JSON object.
 *
 * @throws {ApiError} with status 413 if it is too large, or 400 if it is not a JSON object.
 */
export async function readJsonObject(request: Request, maxBytes: number): Promise<ReadBody> {
  const { value, exact } = parse(decode(await readBytes(request, maxBytes)));
  if (isObject(value)) return { body: value, exact: exact as Body };
  throw new ApiError(400, "The body is not a JSON object.");
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  // Nothing of a body that says that it is too large is read.
  if (Number(request.headers.get("content-length")) > maxBytes) throw tooLarge(maxBytes);
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > maxBytes) {
      reader.cancel().catch(() => {});
      throw tooLarge(maxBytes);
    }
    chunks.push(read.value);
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : joined(chunks, length);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError(413, `The body is larger than ${maxBytes} bytes.`, {
    code: "request_too_large",
    // What is left of the body is not read, so that the connection cannot go on.
    headers: { connection: "close" },
  });
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ApiError(400, "The body is not UTF-8.", { cause });
  }
}

function parse(text: string): { value: unknown; exact: unknown } {
  try {
    return parseExactly(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError(400, `The body is not JSON: ${reason}`, { cause });
  }
}
