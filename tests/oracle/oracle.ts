import type { Oracle } from "./adapter.ts"
import { executionOracle } from "./execution.ts"
import { riskOracle } from "./risk.ts"
import { simulationOracle } from "./simulation.ts"
import { statisticsOracle } from "./statistics.ts"

/**
 * Every fixture function the program has. One file a room: to add one, write an adapter in the
 * file of its room and, if the file is new, spread it here.
 */
export const oracle: Oracle = {
  ...executionOracle,
  ...riskOracle,
  ...simulationOracle,
  ...statisticsOracle,
}
