import type { Numbers } from "../input.ts"
import { type Annual, requireAnnual } from "./annual.ts"
import { drawdownOf, requireEquity } from "./drawdown.ts"

/** Growth a year, the deepest fall of the same window, and one over the other. */
export interface Calmar {
  /** Compound annual growth as a fraction: 0.12 is 12 % a year. */
  readonly cagr: number
  readonly maxDrawdown: number
  readonly calmar: number
}

/**
 * Calmar ratio over the whole of the given curve (Young 1991 takes 36 months; ours is the window
 * that is shown beside it).
 * @returns undefined for fewer than two points, or a curve that never falls
 * @throws Problem `INVALID_INPUT` as {@link drawdownOf}
 */
export function calmarOf(equity: Numbers, annual: Annual): Calmar | undefined {
  const cagr = cagrOf(equity, annual)
  const drawdown = drawdownOf(equity)
  if (cagr === undefined || drawdown === undefined || drawdown.maxDrawdown === 0) return undefined
  const { maxDrawdown } = drawdown
  return { cagr, maxDrawdown, calmar: cagr / maxDrawdown }
}

/**
 * Compound annual growth from the first point of a curve to the last.
 * @returns undefined for fewer than two points, and when a year of such growth is beyond counting
 * @throws Problem `INVALID_INPUT` as {@link drawdownOf}
 */
function cagrOf(equity: Numbers, annual: Annual): number | undefined {
  requireAnnual(annual)
  requireEquity(equity)
  const periods = equity.length - 1
  if (periods < 1) return undefined
  const growth = (equity[periods] / equity[0]) ** (annual.periodsPerYear / periods)
  return Number.isFinite(growth) ? growth - 1 : undefined
}
