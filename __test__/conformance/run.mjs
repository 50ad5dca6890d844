/** Runs every case on every engine, in any runtime: `node run.mjs`. Ends with the line `N passed, N failed`. */
import * as harmony from "openai-harmony-node";
import { ENGINES, readCases, runCase } from "./cases.mjs";

let passed = 0;
let failed = 0;
for (const engine of ENGINES) {
  const encoding = harmony.loadHarmonyEncoding(undefined, { engine });
  for (const c of Object.values(readCases()).flat()) {
    try {
      runCase(c, encoding, harmony);
      passed++;
    } catch (error) {
      failed++;
      console.error(`${engine}: ${c.id}: ${error.stack}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
