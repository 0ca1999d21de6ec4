import type { Duration } from "../../value/brand.ts"
import { DAY_US } from "../../value/time.ts"
import type { Candle } from "../market/candles.ts"
import type { Market } from "../market/market.ts"
import type { Call } from "./call.ts"
import { readSymbols } from "./exchange-info.ts"
import { Failure, missing } from "./failure.ts"
import { meanText, priceText, quantityText, stamp, valueText } from "./figure.ts"
import { readStatus } from "./market-methods.ts"

type Body = Readonly<Record<string, unknown>>

/** What traded in a window, as figures; zeros where nothing did. */
export function windowFigures(
  market: Market,
  candle: Candle | undefined,
): {
  readonly change: string
  readonly percent: string
  readonly mean: string
  readonly open: string
  readonly high: string
  readonly low: string
  readonly last: string
  readonly volume: string
  readonly value: string
  readonly firstId: number
  readonly lastId: number
  readonly count: number
} {
  const { instrument } = market
  const price = (count: number): string => priceText(instrument, count)
  const open = candle?.open ?? 0
  const last = candle?.close ?? 0
  const hundredths = open === 0 ? 0 : ((last - open) / open) * 100
  return {
    change: price(last - open),
    percent: hundredths.toFixed(3),
    mean: meanText(instrument, candle?.value ?? 0n, candle?.volume ?? 0),
    open: price(open),
    high: price(candle?.high ?? 0),
    low: price(candle?.low ?? 0),
    last: price(last),
    volume: quantityText(instrument, candle?.volume ?? 0),
    value: valueText(instrument, candle?.value ?? 0n),
    firstId: candle?.firstId ?? -1,
    lastId: candle?.lastId ?? -1,
    count: candle?.trades ?? 0,
  }
}

/** The best price of both sides and what is offered there, as text. */
export function topFigures({ instrument, book }: Market): {
  readonly bid: string
  readonly bidSize: string
  readonly ask: string
  readonly askSize: string
} {
  const { bids, asks } = book.view
  const [bid, bidSize] = bids[0] ?? [0, 0]
  const [ask, askSize] = asks[0] ?? [0, 0]
  return {
    bid: priceText(instrument, bid),
    bidSize: quantityText(instrument, bidSize),
    ask: priceText(instrument, ask),
    askSize: quantityText(instrument, askSize),
  }
}

/** GET ticker/24hr. */
export function dayTicker(call: Call): unknown {
  const kind = readKind(call)
  return forSymbols(call, (market) => {
    const { now, unit } = call
    const figures = windowFigures(market, market.rolling(now))
    const span = { openTime: stamp(now - DAY_US, unit), closeTime: stamp(now, unit) }
    if (kind === "MINI") return miniBody(market, figures, span)
    const top = topFigures(market)
    const before = market.candles.closeBefore(now - DAY_US, "1m")
    const { instrument, log } = market
    return {
      symbol: instrument.symbol,
      priceChange: figures.change,
      priceChangePercent: figures.percent,
      weightedAvgPrice: figures.mean,
      prevClosePrice: before === undefined ? figures.open : priceText(instrument, before),
      lastPrice: figures.last,
      lastQty: quantityText(instrument, log.trades.at(-1)?.quantity ?? 0),
      bidPrice: top.bid,
      bidQty: top.bidSize,
      askPrice: top.ask,
      askQty: top.askSize,
      ...windowBody(figures, span),
    }
  })
}

/** GET ticker, over a window that the caller chooses, and ticker/tradingDay. */
export function windowTicker(call: Call, isDay: boolean): unknown {
  const kind = readKind(call)
  const span = isDay ? DAY_US : windowOf(call.parameters.optional("windowSize") ?? "1d")
  const isNamed = call.parameters.has("symbol") || call.parameters.has("symbols")
  if (!isNamed) throw missing("symbol")
  return forSymbols(call, (market) => {
    const { now, unit } = call
    const start = isDay ? now - (now % DAY_US) : now - span - ((now - span) % 60_000_000)
    const figures = windowFigures(market, market.candles.between(start, now + 1))
    const end = isDay ? start + DAY_US - 1000 : now
    const times = { openTime: stamp(start, unit), closeTime: stamp(end, unit) }
    if (kind === "MINI") return miniBody(market, figures, times)
    return {
      symbol: market.instrument.symbol,
      priceChange: figures.change,
      priceChangePercent: figures.percent,
      weightedAvgPrice: figures.mean,
      lastPrice: figures.last,
      ...windowBody(figures, times),
    }
  })
}

/** GET ticker/price. */
export function priceTicker(call: Call): unknown {
  return forSymbols(call, ({ instrument, log }) => ({
    symbol: instrument.symbol,
    price: priceText(instrument, log.trades.at(-1)?.price ?? 0),
  }))
}

/** GET ticker/bookTicker. */
export function bookTicker(call: Call): unknown {
  return forSymbols(call, (market) => {
    const { bid, bidSize, ask, askSize } = topFigures(market)
    const { symbol } = market.instrument
    return { symbol, bidPrice: bid, bidQty: bidSize, askPrice: ask, askQty: askSize }
  })
}

/** One answer for one symbol, a list for several or for all. */
function forSymbols(call: Call, answer: (market: Market) => Body): unknown {
  const wanted = readSymbols(call)
  const isSingle = call.parameters.has("symbol")
  const status = readStatus(call, isSingle ? wanted?.[0] : undefined)
  call.parameters.finish()
  const markets = (wanted ?? call.hall.markets).filter(
    (market) => status === undefined || market.status === status,
  )
  const bodies = markets.map(answer)
  return isSingle ? bodies[0] : bodies
}

function readKind(call: Call): "FULL" | "MINI" {
  const text = "Invalid ticker type."
  return call.parameters.oneOf("type", ["FULL", "MINI"], -1139, text) ?? "FULL"
}

function miniBody(
  market: Market,
  figures: ReturnType<typeof windowFigures>,
  span: { readonly openTime: number; readonly closeTime: number },
): Body {
  return {
    symbol: market.instrument.symbol,
    lastPrice: figures.last,
    ...windowBody(figures, span),
  }
}

function windowBody(
  figures: ReturnType<typeof windowFigures>,
  span: { readonly openTime: number; readonly closeTime: number },
): Body {
  return {
    openPrice: figures.open,
    highPrice: figures.high,
    lowPrice: figures.low,
    volume: figures.volume,
    quoteVolume: figures.value,
    ...span,
    firstId: figures.firstId,
    lastId: figures.lastId,
    count: figures.count,
  }
}

/** `15m`, `4h`, `7d`. @throws Failure -1130 */
function windowOf(text: string): Duration {
  const parts = /^(\d{1,2})([mhd])$/.exec(text)
  const count = Number(parts?.[1] ?? 0)
  const [most, unit] = { m: [59, 60_000_000], h: [23, 3_600_000_000], d: [7, DAY_US] }[
    parts?.[2] ?? ""
  ] ?? [0, 0]
  if (count < 1 || count > most) {
    throw new Failure({ code: -1130, text: "Data sent for parameter 'windowSize' is not valid." })
  }
  return (count * unit) as Duration
}
