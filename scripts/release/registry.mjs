/**
 * An empty registry of npm packages on this machine, to which anyone here may publish, and which asks no other:
 * `node scripts/release/registry.mjs <folder>` keeps its files in the folder and prints its address.
 */
import { join } from "node:path";
import { runServer } from "verdaccio";

const [folder] = process.argv.slice(2);
const server = await runServer({
  self_path: folder,
  storage: join(folder, "storage"),
  auth: {},
  packages: { "**": { access: "$all", publish: "$all" } },
  max_body_size: "100mb",
  web: { enable: false },
  log: { type: "stdout", format: "pretty", level: "fatal" },
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
