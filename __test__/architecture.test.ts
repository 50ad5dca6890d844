/** The layers of the code: which folder may import which, and what only some of them may use. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { ROOT } from "./support.ts";

/** The folders of `facade/`, each with those it may import from, beside itself. Imports run downwards only. */
const LAYERS: Record<string, readonly string[]> = {
  validation: [],
  chat: ["validation"],
  tools: ["chat", "validation"],
  native: ["chat", "validation"],
  completion: ["native", "chat", "validation"],
  encoding: ["completion", "native", "chat", "validation"],
  parser: ["encoding", "completion", "native", "chat", "validation"],
  "structural-tag": ["chat", "validation"],
  gateway: ["openai", "structural-tag", "encoding", "native", "validation"],
  openai: ["structural-tag", "tools", "encoding", "completion", "native", "chat", "validation"],
};

/** The layers that know neither Node.js nor the addon. */
const PURE = ["validation", "chat", "tools", "structural-tag"];

interface Import {
  file: string;
  layer: string;
  target: string;
}

/** Lists the files of a folder, relative to the package's. */
function filesOf(folder: string, extension: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(extension))
    .map((file) => join(folder, file).split(sep).join("/"));
}

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** Everything that a file names as a module: in imports, exports, calls of `import` and `require`, and types. */
function modulesOf(file: string): string[] {
  return ts.preProcessFile(read(file), true, true).importedFiles.map(({ fileName }) => fileName);
}

const files = filesOf("facade", ".ts").filter((file) => !file.endsWith(".d.ts"));
const imports: Import[] = files.flatMap((file) =>
  modulesOf(file).map((target) => ({
    file,
    layer: file.split("/")[1] ?? "",
    target: target.startsWith(".")
      ? relative(ROOT, join(ROOT, file, "..", target))
          .split(sep)
          .join("/")
      : target,
  })),
);

describe("the facade", () => {
  test("has these layers, and no file outside of them", () => {
    expect(new Set(files.map((file) => file.split("/")[1]))).toEqual(new Set(Object.keys(LAYERS)));
    expect(imports.length).toBeGreaterThan(files.length);
  });

  test("imports downwards only", () => {
    const upwards = imports.filter(({ layer, target }) => {
      const [top, folder = ""] = target.split("/");
      return top === "facade" && folder !== layer && !LAYERS[layer]?.includes(folder);
    });
    expect(upwards).toEqual([]);
  });

  test("imports nothing from outside of it but modules of Node.js", () => {
    const others = imports.filter(({ layer, target }) => {
      if (target.startsWith("facade/") || target.startsWith("node:")) return false;
      // The packages of the platforms, which only the loader names.
      return !(layer === "native" && target.startsWith("openai-harmony-node-"));
    });
    expect(others).toEqual([]);
  });

  test("has data classes and checks that need neither Node.js nor the addon", () => {
    expect(imports.filter(({ layer, target }) => PURE.includes(layer) && target.startsWith("node:"))).toEqual(
      [],
    );
  });

  test("has no cycles", () => {
    const done = new Set<string>();
    const visit = (file: string, path: string[]): void => {
      expect(path, "a cycle").not.toContain(file);
      if (done.has(file)) return;
      for (const next of imports) if (next.file === file) visit(next.target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });

  test("opens the addon in one file; its declarations are used by that and the layer's entrance only", () => {
    expect(files.filter((file) => /\bdlopen\(/.test(read(file)))).toEqual(["facade/native/addon-file.ts"]);
    const declared = imports.filter(({ target }) => target.endsWith("/binding.d.ts"));
    expect(new Set(declared.map(({ file }) => file))).toEqual(
      new Set(["facade/native/load.ts", "facade/native/addon-file.ts"]),
    );
  });

  test("has one file that knows how conversations cross", () => {
    const outside = imports.filter(
      ({ target, layer }) => target === "facade/chat/form.ts" && layer !== "chat",
    );
    expect(outside.map(({ file }) => file)).toEqual(["facade/native/wire.ts"]);
  });
});

describe("the crates", () => {
  const sources = ["crates", "src", "fuzz"].flatMap((folder) =>
    filesOf(folder, ".rs").filter((file) => !file.includes("/target/")),
  );
  const manifests = ["crates", "fuzz"]
    .flatMap((folder) => filesOf(folder, "Cargo.toml"))
    .filter((file) => !file.includes("/target/"))
    .concat("Cargo.toml");

  /** The code of a Rust file: what is neither comment nor string. */
  const code = (file: string) =>
    read(file)
      .replace(/\/\/.*$/gm, "")
      .replace(/"(?:[^"\\]|\\.)*"/gs, '""');

  test("name openai-harmony in the reference only, and its chat types in the format", () => {
    const naming = sources.filter((file) => /\bopenai_harmony\b/.test(code(file)));
    const inHarmony = naming.filter((file) => !file.startsWith("crates/reference/"));
    expect(inHarmony).toEqual(["crates/harmony/src/lib.rs"]);
    expect(code("crates/harmony/src/lib.rs").match(/\bopenai_harmony\b[^;]*;/g)).toEqual([
      "openai_harmony::{HarmonyEncodingName, ParseOptions, chat};",
    ]);
    expect(naming.length).toBeGreaterThan(1);
    const depending = manifests.filter((file) => /^openai-harmony\b/m.test(read(file)));
    // The workspace holds the version.
    expect(depending.sort()).toEqual([
      "Cargo.toml",
      "crates/harmony/Cargo.toml",
      "crates/reference/Cargo.toml",
    ]);
  });

  test("have unsafe code in the tokenizer and the N-API layer only", () => {
    const unsafe = sources.filter((file) => /\bunsafe\b/.test(code(file)));
    expect(unsafe.filter((file) => !/^(crates\/tokenizer|src)\//.test(file))).toEqual([]);
    expect(unsafe.length).toBeGreaterThan(1);
    expect(read("crates/harmony/src/lib.rs")).toContain("#![forbid(unsafe_code)]");
  });

  test("know Node-API in the N-API layer only", () => {
    expect(manifests.filter((file) => /^napi\b/m.test(read(file)))).toEqual(["Cargo.toml"]);
  });

  test("have one file that knows how conversations cross", () => {
    const reading = filesOf("src", ".rs").filter((file) => /\bjson::/.test(code(file)));
    expect(reading).toEqual(["src/wire.rs"]);
  });
});
