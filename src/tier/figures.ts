import { probabilisticSharpeOf } from "../statistics/performance/probabilistic-sharpe.ts"
import { DAILY } from "../statistics/performance/annual.ts"
import { sharpeOf } from "../statistics/performance/sharpe.ts"
import { deviationOf, meanOf } from "../statistics/moments.ts"
import type { Day, Trade } from "./evidence.ts"

/** One-sided 90 %, as quant.md 4.4 has it. */
const ONE_SIDED = 1.28

/** Part of the days with a gain, net and with what is open; undefined without days. */
export function profitableShare(days: readonly Day[]): number | undefined {
  if (days.length === 0) return undefined
  return days.filter((it) => it.endUnits > it.startUnits).length / days.length
}

/** Net result by key, account-asset units. */
export function pnlBy<K>(
  trades: readonly Trade[],
  keyOf: (trade: Trade) => K,
): ReadonlyMap<K, bigint> {
  const sums = new Map<K, bigint>()
  for (const trade of trades) {
    const key = keyOf(trade)
    sums.set(key, (sums.get(key) ?? 0n) + trade.pnlUnits)
  }
  return sums
}

export const winners = (sums: ReadonlyMap<unknown, bigint>): number =>
  [...sums.values()].filter((it) => it > 0n).length

/**
 * D11: the stated Sharpe ratio with the probability that the true one is above zero, from daily
 * returns.
 * @returns undefined for fewer than 30 days, or for days that never change
 */
export function sharpeFigures(
  days: readonly Day[],
): { readonly sharpe: number; readonly probability: number } | undefined {
  const usable = days.filter((it) => it.startUnits > 0n)
  if (usable.length < 30) return undefined
  const returns = usable.map((it) => Number(it.endUnits - it.startUnits) / Number(it.startUnits))
  const sharpe = sharpeOf(returns, DAILY)
  const probable = probabilisticSharpeOf(returns, 0)
  return sharpe && probable ? { sharpe: sharpe.ratio, probability: probable.psr } : undefined
}

/** Share of winners, and the lower bound of what a trade is worth, in dollars (D13). */
export function expectancy(
  trades: readonly Trade[],
): { readonly winRate: number; readonly lower: number } | undefined {
  const results = new Float64Array(trades.length)
  let won = 0
  for (let i = 0; i < trades.length; i++) {
    results[i] = Number(trades[i].pnlUnits) / 1e8
    if (results[i] > 0) won++
  }
  const mean = meanOf(results)
  const deviation = deviationOf(results, 1)
  if (mean === undefined || deviation === undefined) return undefined
  return {
    winRate: won / results.length,
    lower: mean - (ONE_SIDED * deviation) / Math.sqrt(results.length),
  }
}

/** How evenly trades are spread over strategies: entropy over its largest value, 0 to 1 (TIER-11). */
export function diversity(trades: readonly Trade[]): number {
  const counts = new Map<string, number>()
  for (const { strategy } of trades) counts.set(strategy, (counts.get(strategy) ?? 0) + 1)
  if (counts.size < 2) return 0
  let entropy = 0
  for (const count of counts.values()) {
    const share = count / trades.length
    entropy -= share * Math.log(share)
  }
  return entropy / Math.log(counts.size)
}
