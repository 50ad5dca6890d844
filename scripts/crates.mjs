/** The crates of registries that are compiled into the addon of a platform. */
import { fileURLToPath } from "node:url";
import { run } from "./platforms/command.mjs";
import { triple } from "./platforms/targets.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The crates that are linked into the addon: no macros and no build scripts, which only run while it is compiled. */
export function linkedCrates(target) {
  const { packages, resolve: graph } = cargoMetadata(target);
  const byId = new Map(packages.map((crate) => [crate.id, crate]));
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const found = new Set();
  const visit = (id) => {
    const isMacro = byId.get(id).targets.some(({ kind }) => kind.includes("proc-macro"));
    if (found.has(id) || isMacro) return;
    found.add(id);
    const linked = nodes.get(id).deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    for (const { pkg } of linked) visit(pkg);
  };
  visit(packages.find(({ name }) => name === "openai-harmony-node").id);
  // A crate of this repository has no source. The package's own licence covers it.
  return [...found].map((id) => byId.get(id)).filter(({ source }) => source !== null);
}

function cargoMetadata(target) {
  const args = ["metadata", "--format-version=1", "--locked", "--filter-platform", triple(target)];
  return JSON.parse(run("cargo", args, { cwd: ROOT }));
}
