import { requireFinite } from "../statistics/input.ts"
import { Chance } from "../value/chance.ts"

/** What is asked of a bootstrap of trades (RISK-24, quant.md 4.6). */
export interface RuinAsked {
  /** Of past trades, per unit staked. */
  readonly returns: readonly number[]
  readonly stake: number
  readonly trades: number
  /** Ruin is at or below this part of the start, or of the running peak. */
  readonly level: number
  readonly from: "start" | "peak"
  readonly paths: number
  readonly seed: number
}

/**
 * How likely an account falls to a level within so many trades, when each draws one past result.
 * The same seed gives the same answer.
 * @returns undefined without trades
 */
export function riskOfRuin(asked: RuinAsked): number | undefined {
  const { returns, stake, trades, level, from, paths } = asked
  requireFinite(returns, "returns")
  if (returns.length === 0) return undefined
  const chance = new Chance(asked.seed, "ruin")
  let ruined = 0
  for (let path = 0; path < paths; path++) {
    let equity = 1
    let peak = 1
    for (let trade = 0; trade < trades; trade++) {
      const drawn = returns[Math.floor(chance.unit() * returns.length)] ?? 0
      equity *= 1 + stake * drawn
      if (equity > peak) peak = equity
      // Touching the level counts, also where a product of floats comes out a hair above it.
      if (equity <= level * (from === "peak" ? peak : 1) * (1 + 1e-12)) {
        ruined++
        break
      }
    }
  }
  return ruined / paths
}

/** RISK-24: above this risk of ruin only half the stake is used. */
const RUIN_MOST = 0.05

/** The part of the stake that a risk of ruin leaves, parts per million. */
export const ruinPpm = (risk: number | undefined): number =>
  risk !== undefined && risk <= RUIN_MOST ? 1_000_000 : 500_000
