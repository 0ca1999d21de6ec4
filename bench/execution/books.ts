import { readRaw } from "../../src/catalog/raw.ts"
import { DeepSource } from "../../src/exchange/market/deep-source.ts"
import { Tape } from "../../src/market/tape.ts"
import { exchangeOptions } from "../../src/session/dress.ts"
import { DEFAULT_PLAN } from "../../src/session/plan.ts"
import { Exchange, type ExchangeOptions } from "../../src/simulation/exchange.ts"
import { GeneratedMarket } from "../../src/simulation/generator.ts"
import { type Instant, instantOf, type Quantity } from "../../src/value/brand.ts"
import { days, hours, later, minutes, seconds } from "../../src/value/time.ts"
import { DATA, exchangeInfoIn } from "../strategies/markets.ts"
import { HORIZON, type Moment, type Played, played, type Way, WAYS } from "./played.ts"

/** What one way of buying a size came to over all moments, hundredths of a percent. */
export interface Came {
  readonly way: Way
  readonly mean: number
  /** Standard error of the mean, as if the moments were apart. */
  readonly error: number
  readonly deviation: number
  /** Share that it bought itself, on average. */
  readonly own: number
  /** How much less than the market order at the same moment, and the standard error of that. */
  readonly saved: number
  readonly savedError: number
  /** Paid above the mid at which each order left: what is left of the cost without the market's course. */
  readonly aboveMid: number
  /** How much less of that than the market order at the same moment, and its standard error. */
  readonly savedAbove: number
  readonly savedAboveError: number
}

export interface SizeResult {
  readonly dollars: number
  readonly came: readonly Came[]
}

export interface MarketResult {
  readonly name: string
  readonly moments: number
  readonly spreadBps: number
  /** Dollars that stand within five hundredths of a percent of the best ask, on average. */
  readonly near: number
  readonly sizes: readonly SizeResult[]
}

/** Recorded depth of Bitcoin, 2024-08-08 23:54 to 2024-08-09 00:05. */
export async function recordedBook(): Promise<MarketResult> {
  const files = ["btcusdt_20240808", "btcusdt_20240809"].map(
    (name) => `${DATA}/stream-capture-spot/${name}.jsonl.gz`,
  )
  const tape = await readRaw([...files, ...exchangeInfoIn(DATA)])
  return measured("BTCUSDT, recorded depth", tape, {
    every: seconds(10),
    sizes: [500, 2_000, 10_000, 100_000, 1_000_000, 3_000_000],
  })
}

/** A generated market with a book behind its best prices. */
export function generatedBook(symbol: string, sizes: readonly number[]): MarketResult {
  const start = instantOf(days(20_454))
  const market = new GeneratedMarket({ seed: 7, start, symbols: [symbol] })
  const inner = {
    name: symbol,
    instruments: market.instruments,
    firstAt: undefined,
    isOver: false,
    extend: (tape: Tape, until: Instant) => market.extend(tape, until),
    skip: () => {},
    save: () => "",
  }
  const source = new DeepSource(inner, { seed: 7, bookSize: 1 })
  const tape = new Tape(source.instruments)
  source.extend(tape, later(start, hours(3)))
  return measured(`${symbol}, generated`, tape, { every: minutes(2), sizes })
}

function measured(
  name: string,
  tape: Tape,
  told: { readonly every: number; readonly sizes: readonly number[] },
): MarketResult {
  const moments = momentsOf(tape, told.every)
  const books = moments.map((it) => bookOf(it))
  const [instrument] = tape.instruments
  const lots = 10 ** instrument.quantityScale
  const one = 10 ** instrument.priceScale
  return {
    name,
    moments: moments.length,
    spreadBps: mean(books.map((it) => it.spreadBps)),
    near: mean(books.map((it) => it.near / lots / one)),
    sizes: told.sizes.map((dollars) => {
      const { step } = instrument.filters
      const all = WAYS.map((way) => ({
        way,
        results: moments.map((moment, i) => {
          const counts = ((dollars * one) / books[i].mid) * lots
          return played(way, (Math.floor(counts / step) * step) as Quantity, moment)
        }),
      }))
      const market = all[0].results
      return { dollars, came: all.map(({ way, results }) => cameTo(way, results, market)) }
    }),
  }
}

function cameTo(way: Way, results: readonly Played[], market: readonly Played[]): Came {
  const costs = results.map((it) => it.shortfall.totalBps)
  const cost = spread(costs)
  const saved = spread(costs.map((it, i) => market[i].shortfall.totalBps - it))
  const above = spread(results.map((it, i) => market[i].aboveMidBps - it.aboveMidBps))
  return {
    way,
    mean: cost.mean,
    error: cost.error,
    deviation: cost.deviation,
    own: mean(results.map((it) => it.own)),
    saved: saved.mean,
    savedError: saved.error,
    savedAbove: above.mean,
    savedAboveError: above.error,
    aboveMid: mean(results.map((it) => it.aboveMidBps)),
  }
}

function spread(values: readonly number[]): {
  readonly mean: number
  readonly deviation: number
  readonly error: number
} {
  const center = mean(values)
  const deviation = Math.sqrt(mean(values.map((it) => (it - center) ** 2)))
  return { mean: center, deviation, error: deviation / Math.sqrt(values.length) }
}

/** The market at even distances, from its first whole book on. */
function momentsOf(tape: Tape, every: number): readonly Moment[] {
  const options: Omit<ExchangeOptions, "onReport"> = exchangeOptions(
    { ...DEFAULT_PLAN, mode: "backtest", run: "b", strategy: "none", params: {} },
    tape.instruments,
    () => {},
  )
  const exchange = new Exchange({ ...options, onReport: () => {} })
  exchange.openAccount("me", [{ asset: "USDT", units: 10n ** 17n }])
  const moments: Moment[] = []
  const last = tape.time[tape.length - 1]
  let row = 0
  for (let at = tape.time[0] + seconds(20); at + HORIZON < last; at += every) {
    while (row < tape.length && tape.time[row] <= at) {
      row = exchange.advance(tape, row, at as Instant)
    }
    if (exchange.depth(0).asks.length < 5) continue
    moments.push({ tape, options, state: exchange.save(), row, at: at as Instant })
  }
  return moments
}

function bookOf({ options, state }: Moment): {
  readonly mid: number
  readonly spreadBps: number
  readonly near: number
} {
  const exchange = Exchange.restore({ ...options, onReport: () => {} }, state)
  const { bids, asks } = exchange.depth(0)
  const [bid, ask] = [bids[0][0], asks[0][0]]
  const within = asks.filter(([price]) => price <= ask * 1.0005)
  return {
    mid: (bid + ask) / 2,
    spreadBps: ((ask - bid) * 20_000) / (ask + bid),
    near: within.reduce((sum, [price, quantity]) => sum + price * quantity, 0),
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, it) => sum + it, 0) / values.length
