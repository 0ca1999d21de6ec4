import { spreadOf } from "./market.ts"
import type { BoardSource } from "./source.ts"

/** What each market costs to trade, minute by minute (UI-16). */
export interface SpreadsBoard {
  /** The minutes that are told of, since 1970: from, and up to and with. */
  readonly from: number
  readonly until: number
  readonly markets: readonly {
    readonly symbol: string
    /** As fractions of the price; null where no quote was seen. */
    readonly now: number | null
    /** Median of the minutes. */
    readonly usual: number | null
    readonly change: number | null
    /** One for each minute from first to last. */
    readonly minutes: readonly (number | null)[]
  }[]
}

export function spreadsBoard({ engine, memory }: BoardSource): SpreadsBoard {
  const known = engine.lanes
    .filter((it) => it.mark > 0)
    .map((lane) => ({ lane, minutes: memory.minutes(lane.instrument.index) }))
  const all = known.flatMap(({ minutes }) => minutes.map((it) => it.minute))
  const from = all.reduce((least, it) => Math.min(least, it), Infinity)
  const until = all.reduce((most, it) => Math.max(most, it), -Infinity)
  if (all.length === 0) return { from: 0, until: 0, markets: [] }
  return {
    from,
    until,
    markets: known.map(({ lane, minutes }) => {
      const row = Array<number | null>(until - from + 1).fill(null)
      for (const { minute, spread } of minutes) row[minute - from] = spread ?? null
      const seen = row.filter((it) => it !== null).toSorted((a, b) => a - b)
      const first = minutes[0]?.open
      return {
        symbol: lane.instrument.symbol,
        now: spreadOf(lane),
        usual: seen[seen.length >> 1] ?? null,
        change: first === undefined ? null : lane.mark / first - 1,
        minutes: row,
      }
    }),
  }
}
