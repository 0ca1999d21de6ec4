import { bootstrapInterval } from "../../statistics/bootstrap.ts"
import { meanOf } from "../../statistics/moments.ts"
import { DAILY } from "../../statistics/performance/annual.ts"
import { calmarOf } from "../../statistics/performance/calmar.ts"
import { probabilisticSharpeOf } from "../../statistics/performance/probabilistic-sharpe.ts"
import { sharpeInterval, sharpeOf } from "../../statistics/performance/sharpe.ts"
import { sortinoOf } from "../../statistics/performance/sortino.ts"
import { tradeStatsOf } from "../../statistics/performance/trade-stats.ts"
import type { Numbers } from "../../statistics/input.ts"
import { wilsonInterval } from "../../statistics/wilson.ts"
import type { Chance } from "../../value/chance.ts"
import { type Figure, figure, OBSERVATIONS_LEAST as LEAST } from "./figure.ts"
import type { TradeLine } from "./trade-line.ts"

const DRAWS = 1_000

/** What closed trades amount to, each with its interval and its evidence (ANLY-2, D2, D13). */
export function tradeFigures(trades: readonly TradeLine[], chance: Chance): readonly Figure[] {
  const pnls = trades.map(({ netUnits }) => Number(netUnits) / 1e8)
  const multiples = trades.flatMap(({ multiple }) => multiple ?? [])
  const stats = tradeStatsOf(
    pnls,
    trades.map(() => undefined),
  )
  const evidence = { have: trades.length, least: LEAST, of: "trades" as const }
  const draws = { draws: DRAWS, chance }
  const breakEven = breakEvenOf(pnls)
  const planned = trades.flatMap((it) => plannedBreakEven(it) ?? [])
  return [
    figure({
      id: "expectancy",
      name: "Expectancy",
      unit: "dollars",
      evidence,
      value: () => stats.expectancy,
      interval: () => bootstrapInterval(pnls, draws, meanOf),
      meaning: "What a trade brought on average, net of its fees.",
    }),
    figure({
      id: "expectancy-r",
      name: "Expectancy in risk",
      unit: "ratio",
      evidence: { ...evidence, have: multiples.length },
      value: () => meanOf(multiples),
      interval: () => bootstrapInterval(multiples, draws, meanOf),
      meaning: "The same as a multiple of what the first stop put at risk; trades with a stop.",
    }),
    figure({
      id: "win-rate",
      name: "Win rate",
      unit: "share",
      evidence,
      value: () => stats.winRate,
      interval: () => wilsonInterval(stats.wins, stats.count),
      meaning: "Trades with a gain after fees. It decides nothing alone (D13).",
    }),
    figure({
      id: "break-even",
      name: "Break-even win rate",
      unit: "share",
      evidence,
      value: () => breakEven,
      interval: () => bootstrapInterval(pnls, draws, breakEvenOf),
      meaning: "The win rate at which gains and losses of this size cancel out.",
    }),
    figure({
      id: "planned-break-even",
      name: "Planned break-even",
      unit: "share",
      evidence: { ...evidence, have: planned.length },
      value: () => meanOf(planned),
      interval: () => bootstrapInterval(planned, draws, meanOf),
      meaning:
        "Win rate that stop, target and cost ask for: (stop + cost) / (target + stop); trades with a target (D3).",
    }),
    figure({
      id: "profit-factor",
      name: "Profit factor",
      unit: "ratio",
      evidence,
      value: () => stats.profitFactor,
      interval: () => bootstrapInterval(pnls, draws, profitFactorOf),
      meaning: "All gains over all losses, after fees; 1 is nothing gained.",
    }),
    figure({
      id: "average-gain",
      name: "Average gain",
      unit: "dollars",
      evidence,
      value: () => stats.avgWin,
      meaning: "Mean of the trades that gained.",
    }),
    figure({
      id: "average-loss",
      name: "Average loss",
      unit: "dollars",
      evidence,
      value: () => (stats.avgLoss === undefined ? undefined : -stats.avgLoss),
      meaning: "Mean of the trades that lost.",
    }),
  ]
}

/** What the daily course of the account amounts to. */
export function dayFigures(returns: readonly number[], chance: Chance): readonly Figure[] {
  const evidence = { have: returns.length, least: LEAST, of: "days" as const }
  const draws = { draws: DRAWS, chance }
  const sharpe = returns.length < LEAST ? undefined : sharpeOf(returns, DAILY)
  const gains = returns.filter((it) => it > 0).length
  return [
    figure({
      id: "sharpe",
      name: "Sharpe ratio",
      unit: "ratio",
      evidence,
      value: () => sharpe?.ratio,
      interval: () => sharpe && sharpeInterval(sharpe),
      meaning: "Yearly return over its spread, from daily returns.",
    }),
    figure({
      id: "probable-sharpe",
      name: "Chance of a Sharpe above 0",
      unit: "share",
      evidence,
      value: () => probabilisticSharpeOf(returns, 0)?.psr,
      meaning: "How likely the true ratio is above zero, given skew and fat tails.",
    }),
    figure({
      id: "sortino",
      name: "Sortino ratio",
      unit: "ratio",
      evidence,
      value: () => sortinoOf(returns, DAILY),
      interval: () => bootstrapInterval(returns, draws, (it) => sortinoOf(it, DAILY)),
      meaning: "The same over the spread of the losing days alone.",
    }),
    figure({
      id: "calmar",
      name: "Calmar ratio",
      unit: "ratio",
      evidence,
      value: () => calmar(returns),
      interval: () => bootstrapInterval(returns, draws, calmar),
      meaning: "Yearly growth over the deepest fall of the same days.",
    }),
    figure({
      id: "good-days",
      name: "Days with a gain",
      unit: "share",
      evidence,
      value: () => (returns.length === 0 ? undefined : gains / returns.length),
      interval: () => wilsonInterval(gains, returns.length),
      meaning: "Days without a change count as days without a gain.",
    }),
  ]
}

/** D3, from where the trade was to be left and what it cost. */
function plannedBreakEven({ stop, target, entryPrice, feeShare }: TradeLine): number | undefined {
  if (stop === null || target === null) return undefined
  const down = (entryPrice - Number(stop)) / entryPrice
  const up = (Number(target) - entryPrice) / entryPrice
  return down + up > 0 ? (down + feeShare) / (down + up) : undefined
}

/** Gains and losses of this size cancel out at this share of winners. */
function breakEvenOf(pnls: Numbers): number | undefined {
  const { avgWin, avgLoss } = statsOf(pnls)
  return avgWin === undefined || avgLoss === undefined ? undefined : avgLoss / (avgWin + avgLoss)
}

const profitFactorOf = (pnls: Numbers): number | undefined => {
  const { gains, losses } = statsOf(pnls)
  return losses === 0 ? undefined : gains / losses
}

/** The few sums that a bootstrap needs a thousand times. */
function statsOf(pnls: Numbers) {
  let [gains, losses, wins, lost] = [0, 0, 0, 0]
  for (let i = 0; i < pnls.length; i++) {
    // Without branches: which way the next one goes cannot be foreseen, and it is asked millions of times.
    const pnl = pnls[i]
    gains += Math.max(pnl, 0)
    losses -= Math.min(pnl, 0)
    wins += Number(pnl > 0)
    lost += Number(pnl < 0)
  }
  return {
    gains,
    losses,
    avgWin: wins === 0 ? undefined : gains / wins,
    avgLoss: lost === 0 ? undefined : losses / lost,
  }
}

function calmar(returns: Numbers): number | undefined {
  const nav = [1]
  for (let i = 0; i < returns.length; i++) nav.push(nav[i] * (1 + returns[i]))
  return calmarOf(nav, DAILY)?.calmar
}
