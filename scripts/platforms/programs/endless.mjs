/** Works in the addon for ever, so that it is there when the process is killed. Says when it has begun. */
import { loadHarmonyEncoding } from "openai-harmony-node";

const encodings = ["fast", "reference"].map((engine) => loadHarmonyEncoding(undefined, { engine }));
const text = "the quick brown fox ".repeat(5_000);
console.log("working");
for (;;) for (const encoding of encodings) encoding.encode(text);
