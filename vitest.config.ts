/** Tests run against the built package, through its export map, as users get it. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["__test__/**/*.test.ts"],
    typecheck: { enabled: true, include: ["__test__/**/*.test-d.ts"] },
    server: { deps: { external: [/\/dist\//] } },
    testTimeout: 60_000,
  },
});
