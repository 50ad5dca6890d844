/** A bit of everything that the addon does, as one text, which must be the same in every thread. */
import { HarmonyError, loadHarmonyEncoding, Message, StreamableParser } from "openai-harmony-node";

/** Tokens, texts, a parsed message and the codes of errors. */
export function results() {
  const found = [];
  for (const engine of ["fast", "reference"]) {
    const encoding = loadHarmonyEncoding(undefined, { engine });
    for (let i = 0; i < 50; i++) {
      const tokens = encoding.encode(`hello world ${i}`);
      const message = Message.fromRoleAndContent("user", `message ${i}`);
      found.push(encoding.decode(tokens), ...tokens, ...encoding.render(message));
    }
    const parser = new StreamableParser(encoding, "assistant");
    for (const token of [200008, 13225, 2375, 200007]) parser.process(token);
    found.push(parser.messages[0].toJson());
    // The last one panics inside the reference engine, so it also shows that panics unwind on this system.
    for (const call of [
      () => encoding.decode([201089]),
      () => encoding.decode([-1]),
      () => encoding.encode("a".repeat(1_100_000)),
    ]) {
      found.push(codeOf(call));
    }
  }
  return found.join();
}

function codeOf(call) {
  try {
    return `${typeof call()}`;
  } catch (error) {
    if (!(error instanceof HarmonyError)) throw error;
    return error.code;
  }
}
