/** An addon that lacks its last byte is refused, with an error; after that the whole one is found. Ends with `done`. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { HarmonyModuleNotFoundError, loadHarmonyEncoding } from "openai-harmony-node";

process.env.NAPI_RS_NATIVE_LIBRARY_PATH = fileURLToPath(new URL("../incomplete.node", import.meta.url));
assert.throws(
  () => loadHarmonyEncoding(),
  (error) => {
    const [, size, length] = /the file is incomplete: it has (\d+) of (\d+) bytes/.exec(error.message);
    return error instanceof HarmonyModuleNotFoundError && Number(size) === length - 1;
  },
);

delete process.env.NAPI_RS_NATIVE_LIBRARY_PATH;
assert.equal(loadHarmonyEncoding().decode([13225]), "Hello");
console.log("done");
