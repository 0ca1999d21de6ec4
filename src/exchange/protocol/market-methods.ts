import type { Aggregate, PublicTrade } from "../market/trade-log.ts"
import { INTERVALS } from "../market/candles.ts"
import type { Market } from "../market/market.ts"
import { type Call, marketNamed } from "./call.ts"
import { Failure, missing } from "./failure.ts"
import {
  milli,
  priceText,
  quantityText,
  stamp,
  type TimeUnit,
  unitsText,
  valueText,
} from "./figure.ts"
import { klineRows, zoneShift } from "./klines.ts"

type Body = Readonly<Record<string, unknown>>

/** GET ping. */
export function ping(call: Call): Body {
  call.parameters.finish()
  return {}
}

/** GET time. */
export function serverTime(call: Call): Body {
  call.parameters.finish()
  return { serverTime: call.unit === "us" ? stamp(call.now, "us") : milli(call.now) }
}

/** GET system/status of the wallet: 0 is normal, 1 maintenance. */
export function systemStatus(call: Call): Body {
  call.parameters.finish()
  return { status: 0, msg: "normal" }
}

/** GET depth. */
export function depth(call: Call): Body {
  const market = marketNamed(call)
  const limit = call.parameters.limit(100, 5000)
  readStatus(call, market)
  call.parameters.finish()
  return depthBody(market, limit)
}

/** The best levels of a book, and the number of the change that led to it. */
export function depthBody(market: Market, limit: number): Body {
  const { instrument, book } = market
  const levels = (side: readonly (readonly [number, number])[]): string[][] =>
    side
      .slice(0, limit)
      .map(([price, size]) => [priceText(instrument, price), quantityText(instrument, size)])
  const { bids, asks } = book.view
  return { lastUpdateId: book.updateId, bids: levels(bids), asks: levels(asks) }
}

/** @throws Failure -1220 when a symbol is not in the state that was asked for */
export function readStatus(call: Call, market?: Market): string | undefined {
  const words = ["TRADING", "HALT", "BREAK"] as const
  const status = call.parameters.oneOf("symbolStatus", words, -1122, "Invalid symbolStatus.")
  if (status !== undefined && market !== undefined && market.status !== status) {
    const text = "The symbol's status does not match the requested symbolStatus."
    throw new Failure({ code: -1220, text })
  }
  return status
}

/** GET trades. */
export function recentTrades(call: Call): readonly Body[] {
  const market = marketNamed(call)
  const limit = call.parameters.limit(500, 1000)
  call.parameters.finish()
  return market.log.trades.slice(-limit).map((trade) => tradeBody(market, trade, call.unit))
}

/** GET historicalTrades. */
export function historicalTrades(call: Call): readonly Body[] {
  const market = marketNamed(call)
  const limit = call.parameters.limit(500, 1000)
  const from = call.parameters.whole("fromId")
  call.parameters.finish()
  const { trades } = market.log
  const rows =
    from === undefined
      ? trades.slice(-limit)
      : trades.filter(({ id }) => id >= from).slice(0, limit)
  return rows.map((trade) => tradeBody(market, trade, call.unit))
}

function tradeBody({ instrument }: Market, trade: PublicTrade, unit: TimeUnit): Body {
  const { id, price, quantity, time, isBuyerMaker } = trade
  return {
    id,
    price: priceText(instrument, price),
    qty: quantityText(instrument, quantity),
    quoteQty: valueText(instrument, BigInt(price) * BigInt(quantity)),
    time: stamp(time, unit),
    isBuyerMaker,
    isBestMatch: true,
  }
}

/** GET aggTrades. */
export function aggregateTrades(call: Call): readonly Body[] {
  const { parameters } = call
  const market = marketNamed(call)
  const from = parameters.whole("fromId")
  const start = parameters.moment("startTime")
  const end = parameters.moment("endTime")
  const limit = parameters.limit(500, 1000)
  parameters.finish()
  const rows = market.log.aggregates.filter(
    ({ id, time }) =>
      (from === undefined || id >= from) &&
      (start === undefined || time >= start) &&
      (end === undefined || time <= end),
  )
  const isOldestFirst = from !== undefined || start !== undefined
  const shown = isOldestFirst ? rows.slice(0, limit) : rows.slice(-limit)
  return shown.map((row) => aggregateBody(market, row, call.unit))
}

/** An aggregate as REST tells it; the stream says the same of it and a little more. */
export function aggregateBody({ instrument }: Market, row: Aggregate, unit: TimeUnit): Body {
  return {
    a: row.id,
    p: priceText(instrument, row.price),
    q: quantityText(instrument, row.quantity),
    f: row.firstId,
    l: row.lastId,
    T: stamp(row.time, unit),
    m: row.isBuyerMaker,
    M: true,
  }
}

/** GET klines and uiKlines. */
export function klines(call: Call): readonly unknown[] {
  const { parameters, now, unit } = call
  const market = marketNamed(call)
  const interval = parameters.optional("interval")
  if (interval === undefined) throw missing("interval")
  if (!Object.hasOwn(INTERVALS, interval)) {
    throw new Failure({ code: -1120, text: "Invalid interval." })
  }
  const start = parameters.moment("startTime")
  const end = parameters.moment("endTime")
  const shift = zoneShift(parameters.optional("timeZone") ?? "0")
  const limit = parameters.limit(500, 1000)
  parameters.finish()
  return klineRows(market, { interval, start, end, shift, limit, now, unit })
}

/** GET avgPrice. */
export function averagePrice(call: Call): Body {
  const market = marketNamed(call)
  call.parameters.finish()
  const { instrument } = market
  const { mean } = call.hall.engine.pricesOf(instrument.index)
  const last = market.log.trades.at(-1)
  return {
    mins: instrument.filters.meanMinutes,
    price: mean === undefined ? unitsText(0n) : priceText(instrument, mean),
    closeTime: stamp(last?.time ?? call.now, call.unit),
  }
}
