import { DAY_US, formatInstant } from "../value/time.ts"
import type { Instant } from "../value/brand.ts"
import type { Kind } from "./batch.ts"
import type { Manifest, Part } from "./manifest.ts"

/** What the catalog has of one symbol and kind. */
export interface Holding {
  readonly symbol: string
  readonly kind: Kind
  /** Length of a bar, microseconds; 0 for what is not bars. */
  readonly interval: number
  readonly rows: number
  readonly from: Instant
  /** End of the last bar, or time of the last row. */
  readonly to: Instant
  readonly bytes: number
  readonly months: readonly Month[]
}

export interface Month {
  /** `2023-01`. */
  readonly month: string
  readonly rows: number
  /** Bars missing between the first and the last of the month; undefined for what is not bars. */
  readonly missing: number | undefined
}

/** Everything the catalog has, by symbol and kind. */
export function holdingsOf(manifest: Manifest): Holding[] {
  const groups = Map.groupBy(
    manifest.parts,
    (part) => `${part.symbol} ${part.kind} ${part.interval}`,
  )
  return [...groups.values()]
    .map((parts) => holdingOf(parts))
    .toSorted(
      (x, y) => compare(x.symbol, y.symbol) || compare(x.kind, y.kind) || x.interval - y.interval,
    )
}

function holdingOf(parts: readonly Part[]): Holding {
  const { symbol, kind, interval } = parts[0]
  const months = Map.groupBy(parts, (part) => formatInstant(part.from as Instant).slice(0, 7))
  return {
    symbol,
    kind,
    interval,
    rows: sum(parts, "rows"),
    from: Math.min(...parts.map(({ from }) => from)) as Instant,
    to: (Math.max(...parts.map(({ to }) => to)) + interval) as Instant,
    bytes: sum(parts, "bytes"),
    months: [...months]
      .map(([month, own]) => ({
        month,
        rows: sum(own, "rows"),
        missing: missingIn(own),
      }))
      .toSorted((x, y) => compare(x.month, y.month)),
  }
}

function missingIn(parts: readonly Part[]): number | undefined {
  const { kind, interval } = parts[0]
  if (kind !== "bars" || interval > DAY_US) return undefined
  const from = Math.min(...parts.map((part) => part.from))
  const to = Math.max(...parts.map((part) => part.to))
  return Math.round((to - from) / interval) + 1 - sum(parts, "rows")
}

const sum = (parts: readonly Part[], field: "rows" | "bytes"): number =>
  parts.reduce((total, part) => total + part[field], 0)

const compare = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0)
