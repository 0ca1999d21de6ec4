import type { Chance } from "../value/chance.ts"
import { instantOf, type Instant } from "../value/brand.ts"
import type { Happening } from "./act.ts"

/** Something at a moment. */
export interface Step {
  readonly at: Instant
  readonly it: Happening
}

const SECOND = 1e6
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** So long a market is left alone after a stop. */
const RESPITE = 15 * MINUTE
const MARKETS = ["BTCUSDT", "ETHUSDT", "SOLUSDT"] as const

/**
 * Days of somebody calm: a few sessions a day at usual hours, some looking, a trade now and then,
 * gains and losses as they come. What the guard learns from, and what it must leave alone.
 */
export function calmDays(
  chance: Chance,
  told: { readonly start: Instant; readonly days: number },
): Step[] {
  const steps: Step[] = []
  for (let day = 0; day < told.days; day++) {
    const midnight = told.start + day * 24 * HOUR
    for (const hour of [8, 13, 19]) {
      if (!chance.happens(0.85)) continue
      steps.push(
        ...calmSession(chance, instantOf(midnight + hour * HOUR + chance.below(60) * MINUTE)),
      )
    }
  }
  return steps
}

/** One session of about an hour and a half. */
function calmSession(chance: Chance, start: Instant): Step[] {
  const steps: Step[] = [{ at: start, it: { kind: "session", to: "began" } }]
  const end = start + (50 + chance.below(80)) * MINUTE
  let at = start + between(chance, 20, 90) * SECOND
  let nextTrade = start + (4 + 12 * chance.exponential()) * MINUTE
  let orders = 0
  while (at < end) {
    if (at >= nextTrade) {
      const order = `${start}-${orders++}`
      const isFree = (market: string): boolean =>
        !steps.some(
          (one) => one.it.kind === "stopped" && one.it.market === market && at - one.at < RESPITE,
        )
      // Somebody calm lets a market be that has just stopped him out.
      const free = MARKETS.filter(isFree)
      const market = free[chance.below(free.length)]
      if (market !== undefined) steps.push(...calmTrade(chance, { at, order, market }))
      // Three losses in a row are enough for somebody calm; the rest of the day is free.
      const results = steps.flatMap(({ it }) => (it.kind === "closed" ? [it.pnlUnits < 0n] : []))
      if (results.length >= 3 && results.slice(-3).every((isLost) => isLost)) break
      nextTrade = at + (18 + 18 * chance.exponential()) * MINUTE
      at += 90 * SECOND
    } else {
      const outcome = chance.happens(0.35) ? "analysis" : chance.happens(0.05) ? "unclear" : "view"
      steps.push({ at: moment(at), it: typed(chance, outcome) })
    }
    at += between(chance, 15, 240) * SECOND
  }
  steps.push({ at: moment(at), it: { kind: "session", to: "ended" } })
  return steps.toSorted((a, b) => a.at - b.at)
}

/** An order, perhaps a second thought about its size, and what became of it later. */
function calmTrade(
  chance: Chance,
  { at, order, market }: { readonly at: number; readonly order: string; readonly market: string },
): Step[] {
  const size = 25 * Math.exp(0.2 * chance.normal())
  const edits = chance.below(3)
  const steps: Step[] = Array.from({ length: edits }, (_, i) => ({
    at: moment(at + i * 12 * SECOND),
    it: { kind: "edit", of: order },
  }))
  const decideMs = Math.round(8_000 * Math.exp(0.35 * chance.normal()))
  const entered = at + 45 * SECOND
  const closed = entered + (3 + 14 * chance.exponential()) * MINUTE
  const isWon = chance.happens(0.55)
  const pnl = Math.round((isWon ? 60 : -55) * 1e6 * (0.3 + chance.unit()))
  const pnlUnits = BigInt(pnl)
  steps.push({ at: moment(entered), it: { ...typed(chance, "order"), decideMs } })
  steps.push({ at: moment(entered), it: { kind: "entered", order, market, size, isManual: true } })
  if (!isWon) steps.push({ at: moment(closed), it: { kind: "stopped", market } })
  steps.push({ at: moment(closed), it: { kind: "closed", market, isManual: true, pnlUnits } })
  return steps
}

/** A line as a person types it: about 45 words a minute, three keys in a hundred taken back. */
function typed(
  chance: Chance,
  outcome: Extract<Happening, { kind: "line" }>["outcome"],
): Extract<Happening, { kind: "line" }> {
  const keys = 10 + chance.below(12)
  const wordsPerMinute = Math.max(25, 45 + 6 * chance.normal())
  let corrections = 0
  for (let i = 0; i < keys; i++) if (chance.happens(0.03)) corrections++
  const spanMs = Math.round((keys / 5 / wordsPerMinute) * 60_000)
  const spread = 0.4 + 0.3 * chance.unit()
  return { kind: "line", outcome, keys, corrections, pasted: 0, spanMs, spread }
}

const between = (chance: Chance, low: number, high: number): number =>
  low + chance.below(high - low)
const moment = (at: number): Instant => instantOf(Math.round(at))
