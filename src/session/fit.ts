import type { Instrument } from "../market/instrument.ts"
import { BAR, QUOTE, type Tape, TRADE } from "../market/tape.ts"
import type { Strategy, Watch } from "../strategy/strategy.ts"
import type { Duration } from "../value/brand.ts"
import { nearest } from "../value/nearest.ts"
import { Problem } from "../value/problem.ts"
import { formatDuration } from "../value/time.ts"

/** @throws Problem `MARKET_NOT_THERE` when a strategy watches a symbol that the session lacks */
export function requireMarkets(strategy: Strategy, instruments: readonly Instrument[]): void {
  const symbols = instruments.map((it) => it.symbol)
  const lost = strategy.watches.find((watch) => !symbols.includes(watch.symbol))
  if (!lost) return
  throw new Problem({
    code: "MARKET_NOT_THERE",
    what: `The strategy watches ${lost.symbol}, which is not there${nearest(lost.symbol, symbols) || "."}`,
    why: `The market data holds ${symbols.join(", ") || "nothing"}.`,
    next: "Name one of these with --param symbol=, or bring the data of the other.",
  })
}

/**
 * A strategy that is told nothing, or told of bars that its data cannot make, would trade never or on
 * fiction: better it is said before.
 * @throws Problem `DATA_TOO_COARSE`, `NOTHING_TO_WATCH`
 */
export function requireData(strategy: Strategy, tape: Tape): void {
  const kinds = tape.kind.subarray(0, tape.length)
  const has = { trades: kinds.includes(TRADE), quotes: kinds.includes(QUOTE) }
  for (const watch of strategy.watches) if (!has.trades) requireFineBars(watch, tape)
  const isHeard = strategy.watches.some((watch) =>
    watch.kind === "bars" ? has.trades || kinds.includes(BAR) : has[watch.kind],
  )
  if (isHeard) return
  const wanted = [...new Set(strategy.watches.map((watch) => watch.kind))].join(" and ")
  throw new Problem({
    code: "NOTHING_TO_WATCH",
    what: `The strategy watches ${wanted}, and the market data holds none.`,
    why: "It would never be told of anything, and so never trade.",
    next: "Choose data that has them, or another strategy.",
  })
}

function requireFineBars(watch: Watch, tape: Tape): void {
  if (watch.kind !== "bars") return
  const index = tape.instruments.findIndex((it) => it.symbol === watch.symbol)
  const present = (tape.intervals[index] ?? 0) as Duration
  if (present === 0 || watch.interval % present === 0) return
  throw new Problem({
    code: "DATA_TOO_COARSE",
    what: `The strategy judges bars of ${formatDuration(watch.interval)}; those of ${watch.symbol} are of ${formatDuration(present)}.`,
    why: "Longer bars can be made of shorter ones, not the other way round.",
    next: "Give the strategy longer bars (--param minutes=), or choose finer data.",
  })
}
