import type { Duration, Ratio } from "../../../value/brand.ts"
import { seconds } from "../../../value/time.ts"
import type { FaultCount } from "../codec/fault.ts"
import type { ConnectionState } from "../connection.ts"
import { type FeedCounts, qualityOf, totalOf } from "./feed-counts.ts"
import type { Day, InstrumentFeed } from "./instrument-feed.ts"
import type { StreamLink } from "./stream-link.ts"
import type { TapeCounts } from "./tape-line.ts"

/** How old a price is (DATA-9): older than 2 s nothing is entered on it, older than 10 s is critical. */
export type Freshness = "fresh" | "stale" | "critical"

const STALE_AFTER: Duration = seconds(2)
const CRITICAL_AFTER: Duration = seconds(10)

/** The state of the market side at one moment. */
export interface FeedHealth {
  readonly connections: readonly {
    readonly name: string
    readonly state: ConnectionState
    readonly streams: number
    readonly opened: number
    readonly losses: number
    readonly lastReason: string
    readonly refused: number
  }[]
  readonly instruments: readonly {
    readonly symbol: string
    readonly isSure: boolean
    readonly freshness: Freshness
    readonly quality: Ratio
    readonly day: Day | undefined
  }[]
  /** Of all instruments, those that were left, too. */
  readonly counts: FeedCounts
  readonly tape: TapeCounts
  /** Frames left out, by kind. */
  readonly faults: readonly FaultCount[]
  /** Quantities finer than the scale of their instrument, cut off there. */
  readonly cuts: number
  readonly failedRequests: number
}

/** @param told.seen now, by the exchange's clock */
export function feedHealth(told: {
  readonly links: readonly StreamLink[]
  readonly feeds: readonly InstrumentFeed[]
  /** Of instruments that are not followed any more. */
  readonly left: FeedCounts
  readonly tape: TapeCounts
  readonly faults: readonly FaultCount[]
  readonly cuts: number
  readonly failedRequests: number
  readonly seen: number
}): FeedHealth {
  const { links, feeds, left, seen, ...rest } = told
  return {
    connections: links.map(({ name, connection, streams, refused }) => ({
      name,
      state: connection.state,
      streams: streams.size,
      ...connection.history,
      refused,
    })),
    instruments: feeds.map(({ instrument, isSure, pricedAt, counts, day }) => ({
      symbol: instrument.symbol,
      isSure,
      freshness: freshnessOf((seen - pricedAt) as Duration),
      quality: qualityOf(counts),
      day,
    })),
    counts: totalOf([left, ...feeds.map(({ counts }) => counts)]),
    ...rest,
  }
}

function freshnessOf(age: Duration): Freshness {
  if (age > CRITICAL_AFTER) return "critical"
  return age > STALE_AFTER ? "stale" : "fresh"
}
