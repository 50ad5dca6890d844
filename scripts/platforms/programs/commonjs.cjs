/** The package and its entry `chat` as CommonJS. Imported afterwards, they are the same. The last line is `done`. */
const assert = require("node:assert/strict");

const ENTRIES = ["openai-harmony-node", "openai-harmony-node/chat"];

const required = ENTRIES.map((entry) => require(entry));
const encoding = required[0].loadHarmonyEncoding();
assert.equal(encoding.decode(encoding.encode("Hello")), "Hello");

Promise.all(ENTRIES.map((entry) => import(entry))).then((imported) => {
  for (const [index, exported] of required.entries()) {
    assert.ok(Object.keys(exported).length > 0);
    for (const [name, value] of Object.entries(exported)) assert.equal(imported[index][name], value, name);
  }
  console.log("done");
});
