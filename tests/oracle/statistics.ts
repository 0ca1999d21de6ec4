import type { Oracle } from "./adapter.ts"

/** Fixture functions that live in `src/statistics/`. */
export const statisticsOracle: Oracle = {}
