import type { Books } from "../engine/books.ts"
import type { Instant } from "../value/brand.ts"
import { formatUnits } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import { days, later } from "../value/time.ts"

/** How far back somebody looks. */
export const PERIODS = ["day", "week", "month", "all"] as const
type Period = (typeof PERIODS)[number]

const SPAN = { day: 1, week: 7, month: 30 } as const

/** What round trips came to in a period, net of all fees. Sums and counts: no ratio rests on a few days. */
export interface Results {
  readonly period: Period
  readonly trips: number
  readonly gains: number
  readonly losses: number
  /** Decimal text in the account asset. */
  readonly net: string
  readonly gained: string
  readonly lost: string
  readonly fees: string
}

export function resultsOf(books: Books, period: Period, now: Instant): Results {
  const from = period === "all" ? -Infinity : later(now, days(-SPAN[period]))
  const trips = books.ledger.trades().filter(({ closedAt }) => closedAt >= from)
  const gains = trips.filter(({ pnlUnits }) => pnlUnits > 0n)
  const losses = trips.filter(({ pnlUnits }) => pnlUnits < 0n)
  const sum = (units: readonly bigint[]): string =>
    formatUnits(
      units.reduce((total, it) => total + it, 0n),
      ASSET_SCALE,
    )
  return {
    period,
    trips: trips.length,
    gains: gains.length,
    losses: losses.length,
    net: sum(trips.map((it) => it.pnlUnits)),
    gained: sum(gains.map((it) => it.pnlUnits)),
    lost: sum(losses.map((it) => it.pnlUnits)),
    fees: sum(trips.map((it) => it.feesUnits)),
  }
}
