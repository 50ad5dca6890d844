/** Prints the milliseconds from the import of the package to its first tokens. */
const started = performance.now();
const { loadHarmonyEncoding } = await import("openai-harmony-node");
loadHarmonyEncoding().encode("Hello");
console.log((performance.now() - started).toFixed(1));
