import { SLICED_FROM } from "../order/worth.ts"
import { ppmText } from "../value/amounts.ts"
import type { Instant } from "../value/brand.ts"
import { days } from "../value/time.ts"
import { diversity, pnlBy, profitableShare, sharpeFigures, winners } from "./figures.ts"
import type { Asked, Gate } from "./gate.ts"
import { countText, shareText } from "./text.ts"

const TRADING_DAYS = 20

const before = (now: Instant, count: number): Instant => (now - days(count)) as Instant

/** SNIPER to HUNTER (TIER-7). */
export function hunterGates({ evidence, now, since }: Asked): readonly Gate[] {
  const traded = evidence.days.filter((it) => it.trades > 0).slice(-TRADING_DAYS)
  const share = profitableShare(traded)
  const attempts = evidence.attemptsSince(before(now, 14))
  const { all, quick } = evidence.reactionsSince(since)
  const pairs = winners(evidence.tallySince(since).byInstrument)
  const worst = deepest(evidence.daysSince(before(now, 30)))
  return [
    {
      id: "TIER-7",
      name: "profitable days",
      value: `${share === undefined ? "n/a" : shareText(share)} of ${countText(traded.length, "day")} with trades`,
      required: `at least 60 % of the last ${TRADING_DAYS}`,
      isPassed: traded.length === TRADING_DAYS && share !== undefined && share >= 0.6,
      because: "Net of fees, with what was open at midnight.",
    },
    {
      id: "TIER-7",
      name: "5 % rule",
      value: countText(attempts, "attempt"),
      required: "none in 14 days",
      isPassed: attempts === 0,
      because: "The rule holds anyway; what counts is whether it was tried.",
    },
    {
      id: "TIER-7",
      name: "execution",
      value: all === 0 ? "no orders yet" : `${shareText(quick / all)} of ${all}`,
      required: "at least 90 % within 100 ms",
      isPassed: all > 0 && quick * 10 >= all * 9,
      because: "More positions on a slow line are more risk, not more trade.",
    },
    {
      id: "TIER-7",
      name: "drawdown",
      value: ppmText(worst),
      required: "at most 10 % in 30 days",
      isPassed: worst <= 100_000,
      because: "A larger account falls further by the same habits.",
    },
    {
      id: "TIER-7",
      name: "pairs with a gain",
      value: String(pairs),
      required: "at least 3",
      isPassed: pairs >= 3,
      because: "The next tier holds several pairs.",
    },
  ]
}

/** HUNTER to STRATEGIST (TIER-8, TIER-9, D11). */
export function strategistGates({ evidence, now, since }: Asked): readonly Gate[] {
  const orders = evidence
    .measures("worked-order", since)
    .filter((it) => it.valueUnits >= SLICED_FROM)
  const sliced = orders.filter((it) => it.slices >= 3).length
  const recent = evidence.measures("worked-order", before(now, 30))
  const impact = recent.reduce((most, it) => Math.max(most, it.impactPpm), 0)
  const pairs = evidence
    .measures("uncorrelated-pairs", since)
    .reduce((most, it) => Math.max(most, it.count), 0)
  const drills = evidence.measures("drawdown-drill", since).filter((it) => it.isPassed).length
  const figures = sharpeFigures(evidence.daysSince(before(now, 30)))
  const gap = evidence.measures("slippage-gap", since).at(-1)?.basisPoints
  return [
    {
      id: "TIER-8",
      name: "sliced orders",
      value: `${sliced} of ${orders.length}`,
      required: "95 % of at least 20 orders of $200 or more in 3 slices",
      isPassed: orders.length >= 20 && sliced * 100 >= orders.length * 95,
      because: "Large orders are sent in parts, as a habit.",
    },
    {
      id: "TIER-8",
      name: "uncorrelated pairs",
      value: String(pairs),
      required: "at least 5 with correlation below 0.60",
      isPassed: pairs >= 5,
      because: "Five names that move as one are one position.",
    },
    {
      id: "TIER-9",
      name: "recovery",
      value: countText(drills, "drill") + " passed",
      required: "one recovery from 10 %, in a drill",
      isPassed: drills > 0,
      because: "It can be shown on paper; losing money is never a condition.",
    },
    {
      id: "TIER-8",
      name: "market impact",
      value: ppmText(impact),
      required: "at most 0.50 % in 30 days",
      isPassed: impact <= 5_000,
      because: "What moves the market pays for it.",
    },
    {
      id: "TIER-8",
      name: "Sharpe ratio",
      value: figures
        ? `${figures.sharpe.toFixed(2)}, above 0 with ${shareText(figures.probability)}`
        : "n/a, fewer than 30 days",
      required: "above 1.5 over 30 days, and above 0 with 90 %",
      isPassed: figures !== undefined && figures.sharpe > 1.5 && figures.probability >= 0.9,
      because: "A number alone may be luck, so its probability is asked too (D11).",
    },
    {
      id: "D11",
      name: "slippage",
      value: gap === undefined ? "not measured" : `${gap.toFixed(1)} bp`,
      required: "live within 5 bp of simulated",
      isPassed: gap !== undefined && Math.abs(gap) <= 5,
      because: "What was tested must be what happens.",
    },
  ]
}

/** STRATEGIST to ARCHITECT (TIER-10, TIER-11). */
export function architectGates({ evidence, now, since, readiness }: Asked): readonly Gate[] {
  const trades = evidence.tradesSince(since)
  const results = pnlBy(trades, (it) => it.strategy)
  const total = [...results.values()].reduce((sum, it) => sum + it, 0n)
  const best = [...results.values()].reduce((most, it) => (it > most ? it : most), 0n)
  const share = total > 0n ? Number(best) / Number(total) : 1
  const crashes = evidence.measures("crash-replay", since).filter((it) => it.isSurvived)
  const survived = new Set(crashes.map((it) => it.name)).size
  const failovers = evidence.measures("failover", since).length
  const overrides = evidence.measures("override-attempt", before(now, 30)).length
  const spread = diversity(trades)
  const gate = (
    name: string,
    told: Pick<Gate, "value" | "required" | "isPassed" | "because">,
  ): Gate => ({ id: "TIER-10", name, ...told })
  return [
    gate("strategies with a gain", {
      value: String(winners(results)),
      required: "at least 3",
      isPassed: winners(results) >= 3,
      because: "The last tier lives from several sources.",
    }),
    gate("largest share of one strategy", {
      value: shareText(share),
      required: "at most 40 %",
      isPassed: total > 0n && share <= 0.4,
      because: "What rests on one idea falls with it.",
    }),
    gate("crash replays", {
      value: `${survived} survived`,
      required: "3 different ones without 15 % drawdown",
      isPassed: survived >= 3,
      because: "The worst days come without notice; they can be practised.",
    }),
    gate("failover", {
      value: `${failovers} exercised`,
      required: "at least one, for real",
      isPassed: failovers > 0,
      because: "A backup that was never used is a hope.",
    }),
    gate("manual overrides", {
      value: `${overrides} in 30 days`,
      required: "none",
      isPassed: overrides === 0,
      because: "The last tier needs hands that can rest.",
    }),
    gate("readiness", {
      value: `${readiness} of 100`,
      required: "at least 80",
      isPassed: readiness >= 80,
      because: "Stability, profit, consistency, risk and experience together.",
    }),
    {
      id: "TIER-11",
      name: "strategy diversity",
      value: spread.toFixed(2),
      required: "at least 0.80",
      isPassed: spread >= 0.8,
      because: "Trades should be spread over strategies, not named so.",
    },
  ]
}

const deepest = (list: readonly { readonly drawdownPpm: number }[]): number =>
  list.reduce((most, it) => Math.max(most, it.drawdownPpm), 0)
