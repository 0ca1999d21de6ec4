import type { Instant } from "../../value/brand.ts"
import { formatUnits } from "../../value/decimal.ts"
import { days } from "../../value/time.ts"
import type { Chronicle } from "../chronicle/chronicle.ts"
import { isIn, type Period } from "./period.ts"
import type { TradeLine } from "./trade-line.ts"

/** How the trader behaved, beside what came of it (ANLY-6). */
export interface Conduct {
  /** GEN-4: acts by hand of the last 30 days that nothing spoke against; null without any. */
  readonly discipline: number | null
  readonly acts: number
  /** GEN-1: trades of the last 30 days from signal to exit without a hand; null without any. */
  readonly automatic: number | null
  readonly overrides: number
  readonly refusals: readonly { readonly by: string; readonly id: string; readonly times: number }[]
  readonly closures: readonly {
    readonly at: Instant
    readonly until: Instant | null
    readonly code: string
    readonly reason: string
  }[]
  readonly episodes: readonly {
    readonly from: Instant
    readonly until: Instant | null
    readonly peak: number
    readonly signs: readonly string[]
    readonly net: string
    readonly trades: number
  }[]
  /** Net of trades that were entered calm, and of those that were not. */
  readonly calm: { readonly trades: number; readonly net: string }
  readonly tilted: { readonly trades: number; readonly net: string }
}

const MONTH = days(30)

/** The trader's behaviour in a period. */
export function conductOf(
  { conduct, books, last }: Chronicle,
  period: Period,
  trades: readonly TradeLine[],
): Conduct {
  const end = Math.min(period.to, last + 1)
  const recently = (at: number): boolean => at >= end - MONTH && at < end
  const acts = conduct.acts.filter(({ at }) => recently(at))
  const good = acts.filter(
    ({ refusedBy, isOverride, level }) =>
      refusedBy !== "tier" && refusedBy !== "limits" && !isOverride && level < 3,
  )
  const own = trades.filter(({ closed }) => recently(closed))
  const automatic = own.filter(({ by, left }) => by !== "trader" && left !== "by hand")
  const refused = conduct.refusals.filter(({ at }) => isIn(period, at))
  const { episodes } = books.tilt.state.history
  const part = (list: readonly TradeLine[]) => ({
    trades: list.length,
    net: formatUnits(
      list.reduce((sum, it) => sum + it.netUnits, 0n),
      8,
    ),
  })
  return {
    discipline: acts.length === 0 ? null : good.length / acts.length,
    acts: acts.length,
    automatic: own.length === 0 ? null : automatic.length / own.length,
    overrides: conduct.acts.filter(({ at, isOverride }) => isOverride && isIn(period, at)).length,
    refusals: [...Map.groupBy(refused, ({ by, id }) => `${by} ${id}`)]
      .map(([, list]) => ({ by: list[0].by, id: list[0].id, times: list.length }))
      .toSorted((a, b) => b.times - a.times || (a.id < b.id ? -1 : 1)),
    closures: closuresOf(conduct.turns).filter(
      ({ at, until }) => at < period.to && (until === null || until >= period.from),
    ),
    episodes: episodes
      .filter(({ from, until }) => from < period.to && (until ?? Infinity) >= period.from)
      .map(({ from, until, peak, ids, pnlUnits, trades }) => ({
        from: from as Instant,
        until: (until as Instant | undefined) ?? null,
        peak,
        signs: ids,
        net: formatUnits(pnlUnits, 8),
        trades,
      })),
    calm: part(trades.filter(({ level }) => level === 0)),
    tilted: part(trades.filter(({ level }) => level > 0)),
  }
}

/** From each closing of entries to their opening; a comparison of books is no closure worth telling. */
function closuresOf(turns: Chronicle["conduct"]["turns"]): Conduct["closures"] {
  return turns.flatMap(({ at, to, code, reason }, i) => {
    if (to === "running" || code === "RECONCILE") return []
    const until = turns.slice(i + 1).find((it) => it.to === "running")?.at ?? null
    return [{ at, until, code, reason }]
  })
}
