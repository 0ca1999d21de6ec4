import { type Numbers, refuse, requireFinite } from "../input.ts"
import { deviationOf, isNoise, meanOf, sumOf } from "../moments.ts"

/** What a list of closed trades amounts to. Amounts are in quote currency, net of all fees. */
export interface TradeStats {
  readonly count: number
  readonly wins: number
  readonly losses: number
  readonly breakeven: number
  /** Wins by all trades; a trade that broke even is not a win. */
  readonly winRate: number | undefined
  readonly grossProfit: number
  /** A positive number, as is `avgLoss`. */
  readonly grossLoss: number
  readonly netProfit: number
  readonly profitFactor: number | undefined
  readonly avgWin: number | undefined
  readonly avgLoss: number | undefined
  readonly payoffRatio: number | undefined
  readonly expectancy: number | undefined
  /** Mean of profit by initial risk, over the trades that had a stop. */
  readonly expectancyR: number | undefined
  readonly sdR: number | undefined
  /** Van Tharp's system quality number. */
  readonly sqn: number | undefined
  readonly maxConsecutiveWins: number
  readonly maxConsecutiveLosses: number
}

/**
 * Statistics of flat-to-flat round trips, in the order in which they were closed.
 * @param pnls profit or loss of each trade
 * @param risks what each trade risked at entry, its distance to the first stop times its quantity;
 *   undefined for a trade without a stop
 * @throws Problem `INVALID_INPUT` for lists of unequal length or a risk that is not above zero
 */
export function tradeStatsOf(pnls: Numbers, risks: ArrayLike<number | undefined>): TradeStats {
  requireTrades(pnls, risks)
  const all = Float64Array.from(pnls)
  const won = all.filter((pnl) => pnl > 0)
  const lost = all.filter((pnl) => pnl < 0).map((pnl) => -pnl)
  const grossProfit = sumOf(won)
  const grossLoss = sumOf(lost)
  const avgWin = meanOf(won)
  const avgLoss = meanOf(lost)
  return {
    count: all.length,
    wins: won.length,
    losses: lost.length,
    breakeven: all.length - won.length - lost.length,
    winRate: all.length === 0 ? undefined : won.length / all.length,
    grossProfit,
    grossLoss,
    netProfit: sumOf(all),
    profitFactor: lost.length === 0 ? undefined : grossProfit / grossLoss,
    avgWin,
    avgLoss,
    payoffRatio: avgWin === undefined || avgLoss === undefined ? undefined : avgWin / avgLoss,
    expectancy: meanOf(all),
    ...multiplesOf(all, risks),
    maxConsecutiveWins: longestRun(all, (pnl) => pnl > 0),
    maxConsecutiveLosses: longestRun(all, (pnl) => pnl < 0),
  }
}

function requireTrades(pnls: Numbers, risks: ArrayLike<number | undefined>): void {
  requireFinite(pnls, "pnls")
  if (pnls.length !== risks.length) {
    refuse(`There are ${pnls.length} trades and ${risks.length} risks.`)
  }
  for (let i = 0; i < risks.length; i++) {
    const risk = risks[i]
    if (risk !== undefined && !(risk > 0 && Number.isFinite(risk))) {
      refuse(`risks[${i}] is ${risk}, and must be above zero.`)
    }
  }
}

function multiplesOf(
  pnls: Float64Array,
  risks: ArrayLike<number | undefined>,
): Pick<TradeStats, "expectancyR" | "sdR" | "sqn"> {
  const multiples: number[] = []
  for (let i = 0; i < pnls.length; i++) {
    const risk = risks[i]
    if (risk !== undefined) multiples.push(pnls[i] / risk)
  }
  const expectancyR = meanOf(multiples)
  const sdR = deviationOf(multiples, 1)
  const hasSpread = expectancyR !== undefined && sdR !== undefined && !isNoise(sdR, multiples)
  // The root is capped, so that a long list does not turn a thin edge into a good system.
  const sqn = hasSpread
    ? (Math.sqrt(Math.min(multiples.length, 100)) * expectancyR) / sdR
    : undefined
  return { expectancyR, sdR, sqn }
}

function longestRun(pnls: Float64Array, belongs: (pnl: number) => boolean): number {
  let longest = 0
  let run = 0
  for (const pnl of pnls) {
    run = belongs(pnl) ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}
