import type { Filters, Instrument } from "../src/market/instrument.ts"
import {
  BAR,
  BUYER_IS_MAKER,
  emptyRow,
  OPEN,
  QUOTE,
  type Row,
  Tape,
  TRADE,
} from "../src/market/tape.ts"
import { GeneratedMarket } from "../src/simulation/generator.ts"
import { type Latency, stampSeen } from "../src/simulation/latency.ts"
import {
  type Duration,
  type Instant,
  type Price,
  type Quantity,
  ratioOf,
} from "../src/value/brand.ts"
import { Chance } from "../src/value/chance.ts"
import { later, seconds } from "../src/value/time.ts"
import { assetOf } from "../src/value/money.ts"

/** What the tape of a world is made of. */
export type MarketStyle = "quotes" | "trades" | "bars" | "generated"

/** Everything that decides a market beside its seed. */
export interface MarketPlan {
  readonly style: MarketStyle
  /** How many of the markets below are traded, from the first. */
  readonly markets: number
  /** Time from one row of a market to its next, on average. */
  readonly gap: Duration
  /** Change of the price from row to row, in parts of one. */
  readonly swing: number
  /** How often a row is a leap of percents. */
  readonly leaps: number
  /** Markets that fall at once. */
  readonly plunges?: readonly Plunge[]
  readonly first: Instant
  /** From here on the price stands still, so that what is under way can come to its end. */
  readonly calmAt: Instant
  readonly last: Instant
  /** Spans in which the trader's stream stands still, and then comes all at once. */
  readonly stalls: readonly Span[]
}

/** A market falls to a part of its price from one row to the next. */
export interface Plunge {
  readonly market: number
  readonly at: Instant
  readonly part: number
}

export interface Span {
  readonly from: Instant
  readonly to: Instant
}

const BAR_LENGTH = seconds(10)

/** Draws the tape of a world, with the time at which its trader would see each row. */
export function drawMarket(seed: number, plan: MarketPlan, latency: Latency): Tape {
  const tape = plan.style === "generated" ? generated(seed, plan) : drawn(seed, plan)
  stampSeen(tape, latency)
  stall(tape, plan.stalls)
  return tape
}

function generated(seed: number, plan: MarketPlan): Tape {
  const symbols = ["BTCUSDT", "CTSIUSDT", "BNBUSDT"].slice(0, plan.markets)
  const market = new GeneratedMarket({ seed, start: plan.first, symbols })
  const tape = new Tape(market.instruments)
  market.extend(tape, plan.last)
  return tape
}

function drawn(seed: number, plan: MarketPlan): Tape {
  const instruments = MARKETS.slice(0, plan.markets)
  const tape = new Tape(instruments)
  const rows = instruments.flatMap((instrument) => {
    const chance = new Chance(seed, `market ${instrument.symbol}`)
    const walk = new Walk(instrument, plan, chance)
    return plan.style === "bars" ? barsOf(walk, plan) : ticksOf(walk, plan)
  })
  if (plan.style === "bars")
    for (const { index } of instruments) tape.setInterval(index, BAR_LENGTH)
  rows.sort((a, b) => a.time - b.time)
  for (const row of rows) tape.push(row)
  return tape
}

/** The price of one market: small steps, and now and then a leap. */
class Walk {
  readonly instrument: Instrument
  readonly chance: Chance
  readonly #plan: MarketPlan
  #price: number
  #plunges: readonly Plunge[]

  constructor(instrument: Instrument, plan: MarketPlan, chance: Chance) {
    this.instrument = instrument
    this.chance = chance
    this.#plan = plan
    this.#price = STARTS[instrument.index]
    this.#plunges = plan.plunges?.filter((it) => it.market === instrument.index) ?? []
  }

  step(at: number): number {
    const { swing, leaps, calmAt } = this.#plan
    const leap = this.chance.happens(leaps) ? this.chance.normal() * 0.02 : 0
    const change = this.chance.normal() * swing + leap
    if (at < calmAt) this.#price *= Math.exp(change)
    for (const { part } of this.#plunges.filter((it) => it.at <= at)) this.#price *= part
    if (this.#plunges.length > 0) this.#plunges = this.#plunges.filter((it) => it.at > at)
    return Math.max(100, Math.round(this.#price))
  }

  /** Many small quantities, and now and then a large one. */
  quantity(): number {
    return 1 + Math.floor(SIZES[this.instrument.index] * this.chance.exponential())
  }
}

function ticksOf(walk: Walk, plan: MarketPlan): Row[] {
  const { chance, instrument } = walk
  const rows: Row[] = []
  let at: number = plan.first
  while (at <= plan.last) {
    const mid = walk.step(at)
    const common = { ...emptyRow(), instrument: instrument.index, time: at, seen: at }
    const half = 1 + chance.below(4)
    if (plan.style === "quotes") {
      const [b, d] = [walk.quantity() * 3, walk.quantity() * 3]
      rows.push({ ...common, kind: QUOTE, a: mid - half, b, c: mid + half, d, e: NaN })
    }
    if (plan.style === "trades" || chance.happens(0.6)) {
      const isSale = chance.happens(0.5)
      const flag = isSale ? BUYER_IS_MAKER : 0
      rows.push({
        ...common,
        kind: TRADE,
        flag,
        a: isSale ? mid - half : mid + half,
        b: walk.quantity(),
      })
    }
    at += 1 + Math.round(plan.gap * chance.exponential())
  }
  return rows
}

function barsOf(walk: Walk, plan: MarketPlan): Row[] {
  const { instrument } = walk
  const rows: Row[] = []
  for (let at: number = plan.first; at + BAR_LENGTH <= plan.last; at += BAR_LENGTH) {
    const prices = Array.from({ length: 8 }, () => walk.step(at))
    const [open, close] = [prices[0], prices[7]]
    const end = at + BAR_LENGTH
    const common = { ...emptyRow(), instrument: instrument.index }
    rows.push({ ...common, kind: OPEN, time: at, seen: at, a: open })
    const [b, c] = [Math.max(...prices), Math.min(...prices)]
    // The close comes a moment before the next open, as on the exchange.
    const time = end - 1
    rows.push({
      ...common,
      kind: BAR,
      time,
      seen: time,
      a: open,
      b,
      c,
      d: close,
      e: walk.quantity() * 40,
    })
  }
  return rows
}

/** What is seen in a stall is seen at its end. */
function stall(tape: Tape, stalls: readonly Span[]): void {
  let last = -Infinity
  for (let i = 0; i < tape.length; i++) {
    const at = tape.seen[i]
    const held = stalls.find(({ from, to }) => at >= from && at < to)
    last = Math.max(last, held?.to ?? at)
    tape.seen[i] = last
  }
}

const FILTERS: Filters = {
  tick: 1 as Price,
  minPrice: 1 as Price,
  maxPrice: 0 as Price,
  step: 1 as Quantity,
  minQuantity: 1 as Quantity,
  maxQuantity: 900_000_000 as Quantity,
  marketMaxQuantity: 10_000_000 as Quantity,
  minNotional: 500_000_000n,
  maxNotional: 900_000_000_000_000n,
  isMinNotionalForMarket: true,
  isMaxNotionalForMarket: false,
  bidUp: ratioOf(5_000_000),
  bidDown: ratioOf(200_000),
  askUp: ratioOf(5_000_000),
  askDown: ratioOf(200_000),
  meanMinutes: 5,
  maxOrders: 200,
  maxStopOrders: 5,
  maxIcebergParts: 10,
}

/** A dear coin with fine steps, a cheap one in whole pieces, and the one that fees are paid in. */
const MARKETS: readonly Instrument[] = [
  marketOf(0, "BTC", { priceScale: 2, quantityScale: 5 }),
  marketOf(1, "CTSI", { priceScale: 4, quantityScale: 0 }),
  marketOf(2, "BNB", { priceScale: 1, quantityScale: 3 }),
]
/** First prices and usual quantities, counts. */
const STARTS = [6_400_000, 1_500, 6_000]
const SIZES = [400, 900, 300]

function marketOf(
  index: number,
  base: string,
  scales: { readonly priceScale: number; readonly quantityScale: number },
): Instrument {
  const [code, quote] = [assetOf(base), assetOf("USDT")]
  const symbol = `${base}USDT`
  return Object.freeze({
    index,
    symbol,
    base: code,
    quote,
    ...scales,
    filters: FILTERS,
    source: "generated",
  })
}

/** A span that begins at some moment and lasts a while. */
export const spanOf = (from: Instant, length: Duration): Span => ({ from, to: later(from, length) })
/** Whether a moment lies in one of the spans. */
export const isWithin = (at: Instant, spans: readonly Span[]): boolean =>
  spans.some(({ from, to }) => at >= from && at < to)
