import { BAR, OPEN, QUOTE, type Tape, TRADE } from "../../src/market/tape.ts"
import type { Finished } from "../../src/session/backtest.ts"
import { DEFAULT_PLAN } from "../../src/session/plan.ts"
import { isBarsOnly } from "../../src/session/dress.ts"
import { type Instant, PPM } from "../../src/value/brand.ts"
import { formatInstant } from "../../src/value/time.ts"

/** What one strategy came to on one market; amounts in USDT. */
export interface Outcome {
  readonly market: string
  readonly symbol: string
  /** Like `2023-01-01 to 2023-05-31`. */
  readonly span: string
  readonly days: number
  readonly trades: number
  readonly wins: number
  /** Sums over trades: of gains, of losses as a positive number, of squares. */
  readonly gained: number
  readonly lost: number
  readonly squares: number
  readonly profit: number
  readonly fees: number
  readonly drawdown: number
  readonly exposure: number
  readonly sharpe: number | null
  readonly sharpeError: number | null
  readonly refused: number
  /** Filters of the symbol are guessed, not recorded. */
  readonly isGuessed: boolean
  /** What the same stake, held from the first price to the last, came to at the same costs. */
  readonly held: number
}

/** A market that a strategy was not run on, and why. */
export interface Passed {
  readonly market: string
  readonly reason: string
}

export interface Report {
  readonly strategy: string
  readonly outcomes: readonly Outcome[]
  readonly passed: readonly Passed[]
}

const DAY_US = 86_400_000_000
/** The most that a position may be worth: so much is held when nothing is traded. */
const STAKE = 0.05

export function outcomeOf(market: string, done: Finished, tape: Tape): Outcome {
  const { summary, course, first } = done
  const last = tape.time[tape.length - 1]
  const pnls = done.engine.books.ledger.trades().map((trip) => Number(trip.pnlUnits) / 1e8)
  const sum = (values: readonly number[]): number => values.reduce((total, it) => total + it, 0)
  return {
    market,
    symbol: tape.instruments[0].symbol,
    span: `${dateOf(first)} to ${dateOf((last - 1) as Instant)}`,
    days: (last - first) / DAY_US,
    trades: summary.trades,
    wins: pnls.filter((pnl) => pnl > 0).length,
    gained: sum(pnls.filter((pnl) => pnl > 0)),
    lost: -sum(pnls.filter((pnl) => pnl < 0)),
    squares: sum(pnls.map((pnl) => pnl * pnl)),
    profit: Number(summary.profit),
    fees: Number(summary.fees),
    drawdown: summary.maxDrawdown,
    exposure: summary.exposure,
    sharpe: summary.sharpe,
    sharpeError: summary.sharpeError,
    refused: sum(Object.values(course.refusals)),
    isGuessed: tape.instruments.some((it) => it.source === "detected"),
    held: heldOf(tape),
  }
}

function heldOf(tape: Tape): number {
  const { capitalUnits, fees, halfSpread } = DEFAULT_PLAN
  const half = (isBarsOnly(tape) ? halfSpread.bars : halfSpread.trades) / PPM
  const kept = (1 - fees.taker / PPM) ** 2 * ((1 - half) / (1 + half))
  const [from, to] = [priceFrom(tape, 0, 1), priceFrom(tape, tape.length - 1, -1)]
  return (Number(capitalUnits) / 1e8) * STAKE * (kept * (to / from) - 1)
}

/** The first price there is from row `start` on, going forward or back. */
function priceFrom(tape: Tape, start: number, step: 1 | -1): number {
  for (let i = start; i >= 0 && i < tape.length; i += step) {
    const kind = tape.kind[i]
    if (kind === TRADE || kind === OPEN) return tape.a[i]
    if (kind === BAR) return tape.d[i]
    if (kind === QUOTE) return (tape.a[i] + tape.c[i]) / 2
  }
  return NaN
}

const dateOf = (at: Instant): string => formatInstant(at).slice(0, 10)
