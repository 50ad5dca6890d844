/**
 * Names of the web's types, for declarations that are read where neither the library `dom` nor the types of Node.js are
 * there. Where they are, these declarations add nothing to them.
 */
declare global {
  /** The web's `AbortSignal`. */
  interface AbortSignal {}
  /** The web's `Request`. */
  interface Request {}
  /** The web's `Response`. */
  interface Response {}
  /** The web's `URL`. */
  interface URL {}
  /** The web's `ReadableStream`. */
  // biome-ignore lint/suspicious/noExplicitAny: as the platform declares it
  interface ReadableStream<R = any> {}
  /** The web's `WritableStream`. */
  // biome-ignore lint/suspicious/noExplicitAny: as the platform declares it
  interface WritableStream<W = any> {}
}

export {};
