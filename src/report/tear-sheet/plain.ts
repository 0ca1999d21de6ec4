import { formatInstant } from "../../value/time.ts"
import type { Instant } from "../../value/brand.ts"
import { dayText, monthsOf } from "./months.ts"
import type { TearSheet } from "./tear-sheet.ts"
import { thinned } from "./thin.ts"
import type { TradeLine } from "./trade-line.ts"

const POINTS = 500

/**
 * A sheet as plain values for scripts: amounts are decimal text, times are text in UTC, shares are
 * fractions, null is "not defined". Floats carry ten digits, so that every machine writes the same.
 */
export function plainSheet(sheet: TearSheet): Record<string, unknown> {
  const { header, course, tier } = sheet
  const plain = {
    name: sheet.name,
    mode: header.mode,
    strategy: header.strategy,
    params: header.params,
    asset: header.accountAsset,
    symbols: header.instruments.map(({ symbol }) => symbol),
    period: { name: sheet.period.name, title: sheet.period.title },
    from: formatInstant(sheet.first),
    to: formatInstant(sheet.last),
    evidence: {
      days: sheet.days.filter(({ isOver }) => isOver).length,
      trades: sheet.trades.length,
      configurationsTried: sheet.tried ?? null,
    },
    digest: sheet.digest,
    costs: sheet.costs,
    drawdown: sheet.drawdown,
    timeInMarket: sheet.timeInMarket,
    streaks: sheet.streaks,
    figures: sheet.figures,
    fan: sheet.fan,
    months: monthsOf(sheet.days),
    days: sheet.days.map(({ day, ...rest }) => ({ date: dayText(day), ...rest })),
    curve: thinned(course.nav, POINTS).map((i) => ({
      at: formatInstant(course.times[i] as Instant),
      worth: course.worth[i],
      unit: course.nav[i],
    })),
    attributions: sheet.attributions,
    execution: sheet.execution,
    conduct: {
      ...sheet.conduct,
      closures: sheet.conduct.closures.map((it) => ({
        ...it,
        at: formatInstant(it.at),
        until: timeOrNull(it.until),
      })),
      episodes: sheet.conduct.episodes.map((it) => ({
        ...it,
        from: formatInstant(it.from),
        until: timeOrNull(it.until),
      })),
    },
    tier: {
      held: tier.standing.held.name,
      working: tier.standing.working.name,
      next: tier.next?.name ?? null,
      gates: tier.gates,
      missing: tier.missing,
      readiness: tier.readiness,
    },
    open: sheet.open,
    trades: sheet.trades.map(plainTrade),
    notes: sheet.notes,
  }
  return rounded(plain) as Record<string, unknown>
}

/** A trade as plain values. */
function plainTrade(trade: TradeLine): Record<string, unknown> {
  const { netUnits: _net, feesUnits: _fees, instrument: _instrument, ...rest } = trade
  const { opened, closed, heldUs, ...more } = rest
  return {
    ...more,
    opened: formatInstant(opened),
    closed: formatInstant(closed),
    heldSeconds: heldUs / 1e6,
  }
}

const timeOrNull = (at: Instant | null): string | null => (at === null ? null : formatInstant(at))

function rounded(value: unknown): unknown {
  if (typeof value === "number") {
    return Number.isFinite(value) ? Number(value.toPrecision(10)) : null
  }
  if (Array.isArray(value)) return value.map(rounded)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, rounded(it)]))
}
