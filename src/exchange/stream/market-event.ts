import type { Instant } from "../../value/brand.ts"
import { DAY_US } from "../../value/time.ts"
import type { Candle } from "../market/candles.ts"
import type { Market } from "../market/market.ts"
import type { DepthChange } from "../market/public-book.ts"
import type { Aggregate, PublicTrade } from "../market/trade-log.ts"
import { priceText, quantityText, stamp, type TimeUnit, valueText } from "../protocol/figure.ts"
import { aggregateBody } from "../protocol/market-methods.ts"
import { topFigures, windowFigures } from "../protocol/ticker-methods.ts"

/** What a stream says, in the time unit that the listener wants (binance-spot.md section 19). */
export type MarketEvent = (unit: TimeUnit) => unknown

/** `@trade`: one trade. */
export function tradeEvent({ instrument }: Market, trade: PublicTrade): MarketEvent {
  return (unit) => ({
    e: "trade",
    E: stamp(trade.time, unit),
    s: instrument.symbol,
    t: trade.id,
    p: priceText(instrument, trade.price),
    q: quantityText(instrument, trade.quantity),
    T: stamp(trade.time, unit),
    m: trade.isBuyerMaker,
    M: true,
  })
}

/** `@aggTrade`: what one taker took at one price. */
export function aggregateEvent(market: Market, row: Aggregate): MarketEvent {
  return (unit) => ({
    e: "aggTrade",
    E: stamp(row.time, unit),
    s: market.instrument.symbol,
    ...aggregateBody(market, row, unit),
  })
}

/** `@bookTicker`: the best prices, without a time. */
export function topEvent(market: Market): MarketEvent {
  const { bid, bidSize, ask, askSize } = topFigures(market)
  const { symbol } = market.instrument
  const body = { u: market.book.updateId, s: symbol, b: bid, B: bidSize, a: ask, A: askSize }
  return () => body
}

/** `@depth`: what changed in the book. */
export function depthEvent({ instrument }: Market, change: DepthChange, now: Instant): MarketEvent {
  const levels = (side: DepthChange["bids"]): string[][] =>
    side.map(([price, size]) => [priceText(instrument, price), quantityText(instrument, size)])
  const sides = { b: levels(change.bids), a: levels(change.asks) }
  return (unit) => ({
    e: "depthUpdate",
    E: stamp(now, unit),
    s: instrument.symbol,
    U: change.first,
    u: change.last,
    ...sides,
  })
}

/** `@kline_…`: a bar, running or closed. */
export function klineEvent(
  { instrument }: Market,
  told: {
    readonly candle: Candle
    readonly interval: string
    readonly end: number
    readonly isClosed: boolean
    readonly now: Instant
  },
): MarketEvent {
  const { candle, interval, end, isClosed, now } = told
  return (unit) => ({
    e: "kline",
    E: stamp(now, unit),
    s: instrument.symbol,
    k: {
      t: stamp(candle.start, unit),
      T: stamp(end, unit) - 1,
      s: instrument.symbol,
      i: interval,
      f: candle.firstId,
      L: candle.lastId,
      o: priceText(instrument, candle.open),
      c: priceText(instrument, candle.close),
      h: priceText(instrument, candle.high),
      l: priceText(instrument, candle.low),
      v: quantityText(instrument, candle.volume),
      n: candle.trades,
      x: isClosed,
      q: valueText(instrument, candle.value),
      V: quantityText(instrument, candle.takerVolume),
      Q: valueText(instrument, candle.takerValue),
      B: "0",
    },
  })
}

/** `@miniTicker`: the last day in short. */
export function miniTickerEvent(market: Market, now: Instant): MarketEvent {
  const figures = windowFigures(market, market.rolling(now))
  return (unit) => ({
    e: "24hrMiniTicker",
    E: stamp(now, unit),
    s: market.instrument.symbol,
    c: figures.last,
    o: figures.open,
    h: figures.high,
    l: figures.low,
    v: figures.volume,
    q: figures.value,
  })
}

/** `@ticker`: the last day. */
export function tickerEvent(market: Market, now: Instant): MarketEvent {
  const { instrument, candles, log } = market
  const figures = windowFigures(market, market.rolling(now))
  const top = topFigures(market)
  const before = candles.closeBefore(now - DAY_US, "1m")
  return (unit) => ({
    e: "24hrTicker",
    E: stamp(now, unit),
    s: instrument.symbol,
    p: figures.change,
    P: figures.percent,
    w: figures.mean,
    x: before === undefined ? figures.open : priceText(instrument, before),
    c: figures.last,
    Q: quantityText(instrument, log.trades.at(-1)?.quantity ?? 0),
    b: top.bid,
    B: top.bidSize,
    a: top.ask,
    A: top.askSize,
    o: figures.open,
    h: figures.high,
    l: figures.low,
    v: figures.volume,
    q: figures.value,
    O: stamp(now - DAY_US, unit),
    C: stamp(now, unit),
    F: figures.firstId,
    L: figures.lastId,
    n: figures.count,
  })
}

const WINDOWS: Readonly<Record<string, number>> = {
  "1h": 3_600_000_000,
  "4h": 14_400_000_000,
  "1d": DAY_US,
}

/** `@ticker_1h` and its like: the last hour, four hours or day. */
export function windowEvent(market: Market, window: string, now: Instant): MarketEvent {
  const start = now - (WINDOWS[window] ?? DAY_US)
  const figures = windowFigures(market, market.candles.between(start, now + 1))
  return (unit) => ({
    e: `${window}Ticker`,
    E: stamp(now, unit),
    s: market.instrument.symbol,
    p: figures.change,
    P: figures.percent,
    o: figures.open,
    h: figures.high,
    l: figures.low,
    c: figures.last,
    w: figures.mean,
    v: figures.volume,
    q: figures.value,
    O: stamp(start, unit),
    C: stamp(now, unit),
    F: figures.firstId,
    L: figures.lastId,
    n: figures.count,
  })
}

/** `@avgPrice`: the mean price that filters look at. */
export function averageEvent(market: Market, mean: number, now: Instant): MarketEvent {
  const { instrument, log } = market
  return (unit) => ({
    e: "avgPrice",
    E: stamp(now, unit),
    s: instrument.symbol,
    i: `${instrument.filters.meanMinutes}m`,
    w: priceText(instrument, mean),
    T: stamp(log.trades.at(-1)?.time ?? now, unit),
  })
}
