import { refuse } from "../statistics/input.ts"

/** A bet of two outcomes, both per unit of money staked: 0.04 won, or 0.02 lost. */
export interface Bet {
  readonly winProbability: number
  readonly winReturn: number
  readonly lossReturn: number
}

/** What full Kelly would stake, what is used of it, and how fast full Kelly grows a trade. */
export interface Kelly {
  readonly full: number
  readonly applied: number
  readonly growthAtFull: number
}

/**
 * Kelly's stake for a bet of two outcomes, as a fraction of capital in the position (quant.md 4.1).
 * @throws Problem `INVALID_INPUT` for a probability outside 0 to 1, or returns not above 0
 */
export function kellyOfBet(
  bet: Bet,
  told: { readonly fraction: number; readonly cap: number },
): Kelly {
  const { winProbability: p, winReturn: gain, lossReturn: loss } = bet
  if (!(p >= 0 && p <= 1)) refuse(`A probability of ${p} is not between 0 and 1.`)
  if (!(gain > 0) || !(loss > 0))
    refuse(`A bet wins ${gain} and loses ${loss}: both must be above 0.`)
  const full = p / loss - (1 - p) / gain
  const applied = Math.min(told.cap, Math.max(0, told.fraction * full))
  if (full <= 0) return { full, applied, growthAtFull: 0 }
  // At a certain win the loss has no weight, and its logarithm none either.
  const lost = p === 1 ? 0 : (1 - p) * Math.log(1 - full * loss)
  const growthAtFull = p * Math.log1p(full * gain) + lost
  return { full, applied, growthAtFull }
}
