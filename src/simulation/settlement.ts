import assert from "node:assert/strict"
import { baseUnits, type Instrument, notional } from "../market/instrument.ts"
import type { Fill, Report } from "../order/report.ts"
import { limitOf, stopOf, type Terms } from "../order/terms.ts"
import type { Instant, Price, Quantity } from "../value/brand.ts"
import type { Account } from "./account.ts"
import { commission, type FeeSchedule, PAR, type Rate, rateBy } from "./fees.ts"
import type { Prices } from "./prices.ts"
import { remainingOf, type VenueOrder } from "./venue-order.ts"

/** A match, as far as one of its orders is concerned. */
export interface Match {
  readonly price: number
  readonly quantity: number
  readonly isMaker: boolean
  readonly tradeId: string
  readonly at: Instant
}

/** Books fills and ends: balances, holds, fees, and the reports that tell of them. */
export class Settlement {
  readonly #instruments: readonly Instrument[]
  readonly #fees: FeeSchedule
  readonly #prices: Prices
  readonly #onReport: (account: string, report: Report) => void
  /** Grows with every report, since each one tells of a change worth keeping. */
  revision = 0
  /** Orders of all accounts that have not ended. */
  open = 0
  /** Orders that have filled and that others waited for. */
  readonly ripe: VenueOrder[] = []

  constructor(
    instruments: readonly Instrument[],
    told: {
      readonly fees: FeeSchedule
      readonly prices: Prices
      readonly onReport: (account: string, report: Report) => void
    },
  ) {
    this.#instruments = instruments
    this.#fees = told.fees
    this.#prices = told.prices
    this.#onReport = told.onReport
  }

  tell(account: Account, report: Report): void {
    this.revision++
    this.#onReport(account.name, Object.freeze(report))
  }

  fill(order: VenueOrder, match: Match): void {
    const { account, instrument, side } = order
    const quantity = match.quantity as Quantity
    assert.ok(quantity > 0 && quantity <= remainingOf(order), "a fill is within its order")
    const price = match.price as Price
    // Exact where the exchange's decimals are; rounded down for both sides where they are not.
    const quoteUnits = notional(instrument, { price, quantity }, "down")
    const received = side === "buy" ? baseUnits(instrument, quantity) : quoteUnits
    const fee = this.#feeOn(order, { ...match, quoteUnits, received })
    if (order.executed === 0) account.counts.filled(match.at, match.isMaker)
    order.executed += quantity
    account.spend(order.hold, side === "buy" ? quoteUnits : baseUnits(instrument, quantity))
    if (side === "buy" && limitOf(order.terms) !== undefined) {
      account.resize(order.hold, fundsFor(instrument, order.side, order.terms, remainingOf(order)))
    }
    account.credit(side === "buy" ? instrument.base.code : instrument.quote.code, received)
    account.credit(fee.feeAsset, -fee.feeUnits)
    const { tradeId, isMaker } = match
    const fill: Fill = Object.freeze({ tradeId, price, quantity, quoteUnits, ...fee, isMaker })
    order.fills.push(fill)
    const venueId = String(order.number)
    const whose = { id: order.id, venueId, instrument: instrument.index, side, at: match.at }
    account.trades.push(Object.freeze({ ...fill, ...whose }))
    this.tell(account, { kind: "filled", id: order.id, at: match.at, fill })
  }

  /** Ends an order and frees what it held, unless the other leg of its pair still needs that. */
  end(
    order: VenueOrder,
    how: { readonly as: "filled" | "cancelled" | "expired"; at: Instant; reason?: string },
  ): void {
    assert.notEqual(order.state, "done", "an order ends once")
    order.state = "done"
    this.open--
    order.end = how.as
    if (order.partner === undefined || order.partner.state === "done") {
      order.account.resize(order.hold, 0n)
    }
    const told = { id: order.id, at: how.at, executed: order.executed as Quantity }
    if (how.as === "cancelled") this.tell(order.account, { kind: "cancelled", ...told })
    else if (how.as === "expired") {
      this.tell(order.account, { kind: "expired", ...told, reason: how.reason ?? "NONE" })
    }
    if (order.followers.length > 0) this.#endChain(order, how)
  }

  /** What waited for this order is placed soon, or will never be. */
  #endChain(
    leader: VenueOrder,
    how: { readonly as: "filled" | "cancelled" | "expired"; readonly at: Instant },
  ): void {
    if (how.as === "filled") {
      this.ripe.push(leader)
      return
    }
    for (const order of leader.followers) {
      if (order.state !== "pending") continue
      this.end(order, { ...how, reason: "OTO_PHASE_ONE_EXPIRED" })
    }
  }

  #feeOn(
    order: VenueOrder,
    match: Match & { readonly quoteUnits: bigint; readonly received: bigint },
  ): { readonly feeAsset: string; readonly feeUnits: bigint } {
    const { instrument, account, side } = order
    const rates = this.#fees.rates(instrument)
    const rate = match.isMaker ? rates.maker : rates.taker
    const { discount } = this.#fees
    const into = discount && this.#rateInto(discount.asset, instrument)
    if (discount !== undefined && into !== undefined) {
      const { multiplier } = discount
      const feeUnits = commission(match.quoteUnits, rate, { multiplier, into })
      if (account.free(discount.asset) >= feeUnits) return { feeAsset: discount.asset, feeUnits }
    }
    const asset = side === "buy" ? instrument.base : instrument.quote
    return { feeAsset: asset.code, feeUnits: commission(match.received, rate) }
  }

  /** What the instrument's quote asset is worth in the discount asset, when a market tells it. */
  #rateInto(asset: string, { quote }: Instrument): Rate | undefined {
    if (quote.code === asset) return PAR
    for (const other of this.#instruments) {
      const isBase = other.base.code === asset && other.quote.code === quote.code
      const isQuote = other.quote.code === asset && other.base.code === quote.code
      const last = isBase || isQuote ? this.#prices.lastOf(other.index) : undefined
      if (last !== undefined) return rateBy(other, last, isBase)
    }
    return undefined
  }
}

/** The asset an order pays with. */
export const paysWith = (instrument: Instrument, side: "buy" | "sell"): string =>
  side === "buy" ? instrument.quote.code : instrument.base.code

/**
 * What an order must set aside: base for a sell, the worst value for a buy. A stop without a limit
 * is valued at its stop; what it costs in truth is seen when it wakes.
 * @throws assertion for a market buy, whose cost only the book can tell
 */
export function fundsFor(
  instrument: Instrument,
  side: "buy" | "sell",
  terms: Terms,
  quantity: number,
): bigint {
  if (side === "sell") return baseUnits(instrument, quantity as Quantity)
  const price = limitOf(terms) ?? stopOf(terms)
  assert.ok(price !== undefined, "the book tells what a market order costs")
  return notional(instrument, { price, quantity: quantity as Quantity }, "up")
}
