import type { Engine } from "../../engine/engine.ts"
import type { Lane } from "../../engine/lane.ts"
import { valueOf } from "../../engine/valuation.ts"
import { formatQuantity, type Instrument, notional } from "../../market/instrument.ts"
import type { Order } from "../../order/order.ts"
import { stopOf } from "../../order/terms.ts"
import { type Price, priceOf } from "../../value/brand.ts"
import { divide, formatUnits, powerOfTen } from "../../value/decimal.ts"
import { type Amount, amountOf } from "./amount.ts"

/** Something that is held (UI-10). */
export interface PositionLine {
  readonly symbol: string
  readonly side: "long"
  readonly quantity: string
  /** By average, all fees of the entries included. */
  readonly paid: string
  readonly last: string
  /** At the last price, before the fee of selling. */
  readonly gain: Amount
  readonly gainShare: number
  readonly worth: Amount
  /** Where the stop rests at the exchange; null while none does. */
  readonly stop: string | null
  /** Where a gain is to be taken; null where it is left open. */
  readonly target: string | null
  /** What would be lost from here if the stop were reached; null while none rests. */
  readonly toStop: Amount | null
  readonly openedAt: number
  /** Why it is being sold; null while it is not. */
  readonly leaving: string | null
}

/** A line, with the amounts that sums are made of. */
export interface Held {
  readonly line: PositionLine
  readonly gainUnits: bigint
  readonly worthUnits: bigint
  readonly toStopUnits: bigint
}

/** The markets in which something is held, whether a price is known or not. */
export function heldLanes({ books, lanes }: Engine): readonly Lane[] {
  return lanes.filter(({ instrument }) => {
    const { openedAt, quantity } = books.ledger.position(instrument.index)
    return openedAt !== undefined && quantity > 0
  })
}

/** Every position of which a price is known, in the order of the markets. */
export function positionLines(engine: Engine, accountAsset: string): readonly Held[] {
  return heldLanes(engine).flatMap((lane) => held(engine, lane, accountAsset) ?? [])
}

function held({ books, lanes }: Engine, lane: Lane, accountAsset: string): Held | undefined {
  const { instrument, mark } = lane
  const position = books.ledger.position(instrument.index)
  const { quantity, baseUnits, averagePrice, costUnits, openedAt } = position
  if (openedAt === undefined || !(mark > 0)) return undefined
  const { base, quote, priceScale } = instrument
  const value = valueOf(quote.code, accountAsset, lanes) ?? 0n
  const inAccount = (units: bigint): bigint =>
    divide(units * value, powerOfTen(quote.scale), "half-even")
  const stop = stopAt(books.live.values(), instrument.index)
  const at = (price: Price): bigint => notional(instrument, { price, quantity }, "down")
  const price = priceOf(Math.round(mark))
  // All of it, what is too small to be sold included: its cost is in what was paid.
  const under = powerOfTen(base.scale + priceScale - quote.scale)
  const worth = divide(baseUnits * BigInt(price), under, "down")
  const gainUnits = inAccount(worth - costUnits)
  const worthUnits = inAccount(worth)
  const isBelow = stop !== undefined && stop < mark
  const toStopUnits = isBelow ? inAccount(at(price) - at(stop)) : 0n
  const target = books.leave(instrument.index)?.target
  return {
    gainUnits,
    worthUnits,
    toStopUnits,
    line: {
      symbol: instrument.symbol,
      side: "long",
      quantity: formatQuantity(instrument, quantity),
      paid: priceText(instrument, averagePrice),
      last: priceText(instrument, mark),
      gain: amountOf(gainUnits),
      gainShare: mark / averagePrice - 1,
      worth: amountOf(worthUnits),
      stop: stop === undefined ? null : priceText(instrument, stop),
      target: target === undefined ? null : priceText(instrument, target),
      toStop: stop === undefined ? null : amountOf(toStopUnits),
      openedAt,
      leaving: lane.leavingBecause ?? null,
    },
  }
}

/** Where the stop of a market rests; a target has none. */
function stopAt(orders: Iterable<Order>, instrument: number): Price | undefined {
  for (const it of orders) {
    if (it.instrument !== instrument || it.purpose !== "protection") continue
    const stop = stopOf(it.terms)
    if (stop !== undefined) return stop
  }
  return undefined
}

/** With as many digits as the tick has, so that prices stand below one another. */
export function priceText({ priceScale, filters }: Instrument, price: Price | number): string {
  const digits = Math.max(0, priceScale - Math.floor(Math.log10(filters.tick || 1)))
  return formatUnits(Math.round(price / 10 ** (priceScale - digits)), digits, digits)
}
