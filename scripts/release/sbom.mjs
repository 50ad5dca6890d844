/**
 * Prints what the packages are made of, as CycloneDX: `node scripts/release/sbom.mjs`. npm describes the main package.
 * The packages of the platforms are added, each with what is compiled into its addon: the crates and the vocabulary.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { linkedCrates } from "../crates.mjs";
import { npm } from "../npm.mjs";
import { TARGETS } from "../platforms/targets.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The npm package whose file the addons embed. */
const VOCABULARY = "gpt-tokenizer";

/** npm's description of the main package, and of the vocabulary's, which to npm is for development only. */
function describedByNpm(manifest) {
  const options = ["--sbom-format", "cyclonedx", "--package-lock-only"];
  const sbom = JSON.parse(npm(["sbom", ...options, "--omit", "dev"], { cwd: ROOT }));
  // npm takes the folder's name.
  sbom.metadata.component.name = manifest.name;
  const { components } = JSON.parse(npm(["sbom", ...options], { cwd: ROOT }));
  const { properties: _, ...vocabulary } = components.find(({ name }) => name === VOCABULARY);
  return { sbom, vocabulary: { ...vocabulary, scope: "required" } };
}

function platformComponent({ platform }, { name, version, license }) {
  const purl = `pkg:npm/${name}-${platform}@${version}`;
  return {
    "bom-ref": purl,
    type: "library",
    name: `${name}-${platform}`,
    version,
    scope: "optional",
    purl,
    licenses: [{ license: { id: license } }],
  };
}

function crateComponent({ name, version, description, license }, checksums) {
  const purl = `pkg:cargo/${name}@${version}`;
  return {
    "bom-ref": purl,
    type: "library",
    name,
    version,
    scope: "required",
    purl,
    ...(description ? { description: description.trim() } : {}),
    hashes: [{ alg: "SHA-256", content: checksums.get(purl) }],
    // Old crates write a slash where an expression has OR.
    licenses: [{ expression: license.replaceAll("/", " OR ") }],
  };
}

/** What Cargo.lock says that each crate's archive must hash to. */
function lockedChecksums() {
  const lock = readFileSync(join(ROOT, "Cargo.lock"), "utf8");
  const entries = lock.matchAll(/^name = "(.*)"\nversion = "(.*)"\nsource = .*\nchecksum = "(.*)"$/gm);
  return new Map([...entries].map(([, name, version, sum]) => [`pkg:cargo/${name}@${version}`, sum]));
}

/** Returns the whole document. */
export function softwareBillOfMaterials() {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const { sbom, vocabulary } = describedByNpm(manifest);
  const checksums = lockedChecksums();
  const added = new Map([[vocabulary["bom-ref"], vocabulary]]);
  const add = (component) => added.set(component["bom-ref"], component);
  const ofMain = sbom.dependencies.find(({ ref }) => ref === sbom.metadata.component["bom-ref"]);
  for (const target of TARGETS) {
    const addon = platformComponent(target, manifest);
    const crates = linkedCrates(target).map((crate) => crateComponent(crate, checksums));
    for (const component of [addon, ...crates]) add(component);
    ofMain.dependsOn.push(addon["bom-ref"]);
    const parts = [vocabulary, ...crates].map((component) => component["bom-ref"]).sort();
    sbom.dependencies.push({ ref: addon["bom-ref"], dependsOn: parts });
  }
  sbom.components.push(...added.values());
  return sbom;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(softwareBillOfMaterials(), null, 2));
}
