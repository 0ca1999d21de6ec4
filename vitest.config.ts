import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: [
      "src/**/*.test.ts",
      "tests/**/*.test.ts",
      "drill/**/*.test.ts",
      "examples/**/*.test.ts",
    ],
    pool: "threads",
    isolate: false,
    // Patience, not speed: what is waited for comes at once, unless the machine is busy.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
