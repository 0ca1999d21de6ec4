import { share } from "../value/amounts.ts"
import { percent } from "../value/brand.ts"

/** RISK-20: strategies of the first tier, by the names of the catalogue (section 6.2). */
const SNIPER_STRATEGIES: ReadonlySet<string> = new Set(["spread-capture", "breakout"])
const SNIPER_CAP = percent(2)

/**
 * The cap of a strategy alone (RISK-20): 2 % of equity for those of the first tier, though never less
 * than the smallest position. All others have the 5 % of RISK-1.
 */
export const strategyCap = (name: string, sizingUnits: bigint): bigint | undefined =>
  SNIPER_STRATEGIES.has(name) ? share(sizingUnits, SNIPER_CAP) : undefined
