/**
 * Four projects. `built` runs the tests on the built package, through its export map, as users get it. `source` runs
 * those of the facade on the sources, without a build. `packaging` uses the packed package. `engines` needs Python: it
 * runs the sources with real inference engines, and asks those that take the package's grammars.
 */
import { defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";
import { define } from "./rolldown.config.mjs";

const PACKAGING = "__test__/packaging/**";
const ENGINES = ["__test__/engines/**", "__test__/structural-tag/engines/**"];
const DEV_CONDITION = "__test__/dev-condition.test.ts";

/** These start processes, which load the built package, or are about the build; the last compares the engines. */
const NOT_ON_SOURCE = ["bad-input", "binding", "exports", "errors", "process", "vocabulary", "engines"];

/** What happens at once may take its time on a busy machine. Vitest gives it a second. */
const POLL = { timeout: 20_000 };

/** The entries, each with a folder of tests, that need no more than the sources. */
const ENTRIES_ON_SOURCE = ["tools", "structural-tag", "chat-completions", "responses", "gateway"];

export default defineConfig({
  test: {
    projects: [
      {
        // As Node.js resolves: without `module`.
        ssr: { resolve: { conditions: ["node", "development|production"] } },
        test: {
          name: "built",
          include: ["__test__/**/*.test.ts"],
          exclude: [PACKAGING, ...ENGINES, DEV_CONDITION],
          typecheck: { enabled: true, include: ["__test__/**/*.test-d.ts"] },
          server: { deps: { external: [/\/dist\//] } },
          testTimeout: 60_000,
          expect: { poll: POLL },
        },
      },
      {
        define: { ...define },
        ssr: { resolve: { conditions: ["dev", ...defaultServerConditions] } },
        test: {
          name: "source",
          include: ["__test__/*.test.ts", ...ENTRIES_ON_SOURCE.map((entry) => `__test__/${entry}/*.test.ts`)],
          exclude: NOT_ON_SOURCE.map((name) => `__test__/${name}.test.ts`),
          testTimeout: 60_000,
          expect: { poll: POLL },
        },
      },
      {
        test: {
          name: "packaging",
          include: [`${PACKAGING}/*.test.ts`],
          globalSetup: "__test__/packaging/pack.ts",
          testTimeout: 300_000,
        },
      },
      {
        define: { ...define },
        ssr: { resolve: { conditions: ["dev", ...defaultServerConditions] } },
        test: {
          name: "engines",
          include: ENGINES.map((folder) => `${folder}/*.test.ts`),
          globalSetup: "__test__/engines/setup.ts",
          // The engine takes all the time there is.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 180_000,
          expect: { poll: POLL },
        },
      },
    ],
  },
});
