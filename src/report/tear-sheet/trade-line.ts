import type { Header } from "../../engine/records.ts"
import { formatPrice, type Instrument } from "../../market/instrument.ts"
import { stopOf } from "../../order/terms.ts"
import type { Duration, Instant, Price } from "../../value/brand.ts"
import { formatUnits } from "../../value/decimal.ts"
import type { FillLine } from "../chronicle/order-log.ts"
import type { Traded } from "../chronicle/trade-log.ts"
import { slipOf } from "./slip.ts"

/** One trade, flat to flat, as a table shows it (AUDIT-8). Amounts are decimal text. */
export interface TradeLine {
  /** From 1, in the order in which trades were closed. */
  readonly number: number
  readonly symbol: string
  readonly instrument: number
  readonly strategy: string
  readonly by: "strategy" | "trader" | "guard"
  readonly opened: Instant
  readonly closed: Instant
  readonly heldUs: Duration
  readonly quantity: string
  readonly entryPrice: number
  readonly exitPrice: number
  readonly stop: string | null
  readonly target: string | null
  /** Net of all fees; account asset. */
  readonly net: string
  readonly netUnits: bigint
  /** Of what was paid: the result, and the fees of both ways. */
  readonly share: number
  readonly feeShare: number
  readonly multiple: number | null
  readonly fees: string
  readonly feesUnits: bigint
  /** Dollars that the fills cost against the prices at which they were decided; negative is a gain. */
  readonly slipped: number
  readonly entered: string
  readonly left: Leaving
  readonly because: string
  readonly leftBecause: string
  readonly method: string
  readonly tier: string
  readonly level: number
  readonly orders: readonly string[]
}

/** What ended a trade. */
export type Leaving = "stop" | "target" | "signal" | "by hand" | "safety" | "withdrawn"

/** A closed trade as a line of a table. */
export function tradeLine(traded: Traded, number: number, header: Header): TradeLine {
  const { trip, entry, exit, fills } = traded
  const instrument = header.instruments[trip.instrument]
  const entries = fills.filter(({ line }) => line.order.side === "buy")
  const { stop, target } = entry.leave ?? {}
  const paid = paidInAccount(entries)
  return {
    number,
    symbol: instrument.symbol,
    instrument: trip.instrument,
    strategy: trip.strategy,
    by: entry.author.kind,
    opened: trip.openedAt,
    closed: trip.closedAt,
    heldUs: (trip.closedAt - trip.openedAt) as Duration,
    quantity: formatUnits(trip.boughtUnits, instrument.base.scale),
    entryPrice: perUnit(trip.paidUnits, trip.boughtUnits, instrument),
    exitPrice: perUnit(trip.receivedUnits, trip.soldUnits, instrument),
    stop: priceText(instrument, stop),
    target: priceText(instrument, target),
    net: formatUnits(trip.pnlUnits, 8),
    netUnits: trip.pnlUnits,
    share: Number(trip.pnlUnits) / paid,
    feeShare: Number(trip.feesUnits) / paid,
    multiple: trip.riskUnits === undefined ? null : Number(trip.pnlUnits) / Number(trip.riskUnits),
    fees: formatUnits(trip.feesUnits, 8),
    feesUnits: trip.feesUnits,
    slipped: fills.reduce((sum, it) => sum + slipOf(it).dollars, 0),
    entered: entry.order.terms.type,
    left: leavingOf(traded),
    because: trip.because,
    leftBecause: exit?.because ?? "the asset left without a sale",
    method: methodOf(entries),
    tier: entry.tier,
    level: entry.level,
    orders: [...new Set(fills.map(({ line }) => line.order.id))],
  }
}

function perUnit(quoteUnits: bigint, baseUnits: bigint, { base, quote }: Instrument): number {
  if (baseUnits === 0n) return NaN
  return (Number(quoteUnits) / Number(baseUnits)) * 10 ** (base.scale - quote.scale)
}

/** What was paid, in dollars; a float, for the share alone. */
function paidInAccount(entries: readonly FillLine[]): number {
  const paid = entries.reduce((sum, { posting }) => sum + posting.valueUnits, 0n)
  return paid === 0n ? NaN : Number(paid)
}

const priceText = (instrument: Instrument, price: Price | undefined): string | null =>
  price === undefined ? null : formatPrice(instrument, price)

function leavingOf({ exit, trip }: Traded): Leaving {
  if (!exit) return "withdrawn"
  const { purpose, terms } = exit.order
  if (exit.author.kind === "trader") return "by hand"
  if (purpose === "exit") return exit.author.kind === "guard" ? "safety" : "signal"
  if (stopOf(terms) !== undefined && terms.type.startsWith("stop-loss")) {
    return "stop"
  }
  return trip.soldUnits > 0n ? "target" : "withdrawn"
}

function methodOf(entries: readonly FillLine[]): string {
  const makers = entries.filter(({ fill }) => fill.isMaker).length
  if (makers === 0) return "taker"
  return makers === entries.length ? "maker" : "maker and taker"
}
