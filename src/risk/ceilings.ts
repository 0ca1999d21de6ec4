import { percent, type Ratio } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"

/** The limits in force. Settings may tighten them, never loosen (GEN-7). */
export interface Limits {
  /** RISK-1: of equity, per position. */
  readonly position: Ratio
  /** RISK-5: of the equity the day began with. */
  readonly dayLoss: Ratio
  /** RISK-8: from the equity peak; entries stop. */
  readonly drawdownHalt: Ratio
}

/** Compiled in as the backstop of every configuration (GEN-7). */
export const CEILINGS: Limits = Object.freeze({
  position: percent(5),
  dayLoss: percent(5),
  drawdownHalt: percent(15),
})

/** RISK-12: a stop may be tighter than this below the entry, never wider. */
export const STOP_WIDEST: Ratio = percent(2)
/** RISK-13: so much of equity stays unallocated. */
export const UNALLOCATED: Ratio = percent(10)
/** RISK-11. */
export const ENTRIES_A_DAY = 100
/** RISK-7: from this share of the day's limit on, sizes are halved. */
export const DAY_CAUTION: Ratio = percent(80)
/** RISK-30: from this drawdown on, sizes are halved. */
export const DRAWDOWN_CAUTION: Ratio = percent(10)

/** @throws Problem `LIMIT_LOOSER` when a wanted limit is beyond its ceiling, or not above zero */
export function tightened(wanted: Partial<Limits>): Limits {
  const limits = { ...CEILINGS, ...wanted }
  for (const name of ["position", "dayLoss", "drawdownHalt"] as const) {
    if (limits[name] > 0 && limits[name] <= CEILINGS[name]) continue
    throw new Problem({
      code: "LIMIT_LOOSER",
      what: `The limit "${name}" was set to ${limits[name] / 10_000} %.`,
      why: `It must lie above 0 % and at most at ${CEILINGS[name] / 10_000} %: limits can be tightened, never loosened.`,
      next: "Set a smaller value, or remove the line to use the built-in limit.",
    })
  }
  return limits
}
