/**
 * The face of GENESIS for those who write a strategy, or use the engine from a program of their own.
 * What is named here stays as it is from one version to the next; what is not may change at any time.
 * `examples/own-strategy.ts` shows all of it at work.
 *
 * Node runs this file as it stands, from a checkout. It does not strip types inside `node_modules`:
 * there it needs a loader or a build.
 */

// What a strategy is told, and what it may wish.
export { bars, quotes, type Strategy, trades, type Watch } from "./strategy/strategy.ts"
export type { Desk, PositionView, TrackRecord } from "./strategy/desk.ts"
export type { Bar } from "./market/bar.ts"
export type { Tick } from "./market/tick.ts"
export type { Instrument } from "./market/instrument.ts"
export type { Order } from "./order/order.ts"

// Shares and time, exact. An instant and a duration are whole microseconds.
export { type Duration, type Instant, percent, type Ratio } from "./value/brand.ts"
export {
  days,
  formatInstant,
  hours,
  later,
  milliseconds,
  minutes,
  parseInstant,
  seconds,
} from "./value/time.ts"

// Indicators: each takes a value or a bar at a time, and says when it is warm.
export { Adx } from "./statistics/indicator/adx.ts"
export { Atr } from "./statistics/indicator/atr.ts"
export { Bollinger } from "./statistics/indicator/bollinger.ts"
export { Donchian } from "./statistics/indicator/donchian.ts"
export { Ema } from "./statistics/indicator/ema.ts"
export { RollingMoments } from "./statistics/indicator/rolling-moments.ts"
export { Rsi } from "./statistics/indicator/rsi.ts"
export { ZScore } from "./statistics/indicator/z-score.ts"

// Figures over a whole series.
export { returnsOf } from "./statistics/performance/returns.ts"

// Market data: read from files, or made from a seed.
export { readRaw } from "./catalog/raw.ts"
export { GeneratedMarket } from "./simulation/generator.ts"
export { Tape } from "./market/tape.ts"

// A backtest, and what it came to.
export { type Finished, runBacktest } from "./session/backtest.ts"
export { DEFAULT_PLAN, type Plan } from "./session/plan.ts"
export type { Summary } from "./report/summary.ts"
export { MemoryJournal } from "./storage/memory-journal.ts"
export { storyOf, storyText } from "./report/story.ts"

// Everything that goes wrong by the world's doing is one of these, with a stable code.
export { Problem } from "./value/problem.ts"
