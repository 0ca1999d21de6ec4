import { type Instrument, notional, quantityFromBase } from "../market/instrument.ts"
import type { Order } from "../order/order.ts"
import type { Fill } from "../order/report.ts"
import { type Instant, type Price, type Quantity, quantityOf } from "../value/brand.ts"
import { powerOfTen } from "../value/decimal.ts"
import type { Holding, Source } from "./holding.ts"
import type { Lot } from "./lots.ts"
import type { Draft } from "./posting.ts"
import { closeTrip, type Moment, type OpenTrip, openTrip, type RoundTrip } from "./round-trip.ts"
import { lesser, shareOf } from "./share.ts"
import { type SavedStock, Stock } from "./stock.ts"
import { converted, PAR, toAccount } from "./worth.ts"

/** What one instrument's trades have left us with. A living view: read it, do not keep it. */
export interface Position {
  /** What can be sold: whole steps. */
  readonly quantity: Quantity
  /** All of it, net of fees taken in the base asset; what is below one step is dust. */
  readonly baseUnits: bigint
  /** What it cost by average, quote units, all fees of the entries included. */
  readonly costUnits: bigint
  /** Cost by quantity, in counts of Price: for display and stops, never to become money. NaN when empty. */
  readonly averagePrice: number
  /** Gain by average cost since the start, quote units, net of all fees. */
  readonly realisedUnits: bigint
  /** Value of the fees of its trades since the start, quote units. */
  readonly feesUnits: bigint
  /** When the present round trip began; undefined when flat. */
  readonly openedAt: Instant | undefined
  /** Purchases not yet sold, oldest first; costs in the account asset. */
  readonly lots: readonly Lot[]
}

/** An amount said in the quote asset of an instrument and in the account asset. */
export interface Amount {
  readonly quote: bigint
  readonly account: bigint
}

/** A position as the ledger keeps it. */
export class PositionBook implements Position, Source {
  readonly instrument: Instrument
  readonly base: Holding
  readonly quote: Holding
  readonly stock: Stock
  readonly #finished: RoundTrip[]
  /** Base units in one count of Quantity. */
  readonly #count: bigint
  #quantity: Quantity = quantityOf(0)
  #costUnits = 0n
  #realisedUnits = 0n
  #feesUnits = 0n
  #trip: OpenTrip | undefined

  /** @param finished where round trips go when they end */
  constructor(
    instrument: Instrument,
    told: { readonly base: Holding; readonly quote: Holding; readonly finished: RoundTrip[] },
  ) {
    this.instrument = instrument
    this.base = told.base
    this.quote = told.quote
    this.stock = new Stock(told.base.isAccountAsset)
    this.#finished = told.finished
    this.#count = powerOfTen(instrument.base.scale - instrument.quantityScale)
  }

  get quantity(): Quantity {
    // Where the asset is owed, a part of the position is not really there.
    if (this.base.inventory.units >= 0n) return this.#quantity
    return quantityFromBase(this.instrument, lesser(this.stock.units, this.base.totalUnits))
  }
  get baseUnits(): bigint {
    return this.stock.units
  }
  get costUnits(): bigint {
    return this.#costUnits
  }
  get averagePrice(): number {
    const { base, quote, priceScale } = this.instrument
    const perUnit = Number(this.#costUnits) / Number(this.stock.units)
    return perUnit * 10 ** (base.scale - quote.scale + priceScale)
  }
  get realisedUnits(): bigint {
    return this.#realisedUnits
  }
  get feesUnits(): bigint {
    return this.#feesUnits
  }
  get openedAt(): Instant | undefined {
    return this.#trip?.openedAt
  }
  get lots(): readonly Lot[] {
    return this.stock.lots
  }

  /** A fill of an entry: the round trip begins, or goes on. Called before `enter`. */
  noteBuy(order: Order, fill: Fill, moment: Moment): void {
    this.#trip ??= openTrip(order, moment)
    const trip = this.#trip
    trip.boughtUnits += BigInt(fill.quantity) * this.#count
    trip.paidUnits += fill.quoteUnits
    if (trip.stop === undefined) return
    const price = Math.abs(fill.price - trip.stop) as Price
    const risk = notional(this.instrument, { price, quantity: fill.quantity }, "half-even")
    trip.riskUnits += toAccount(this.quote.worth, risk)
  }

  /** The part of a sale that came out of this position. Called before `sell`. */
  noteSale(units: bigint, quoteUnits: bigint): void {
    if (!this.#trip) return
    this.#trip.soldUnits += units
    this.#trip.receivedUnits += quoteUnits
  }

  noteFee(fee: Amount): void {
    this.#feesUnits += fee.quote
    if (this.#trip) this.#trip.feesUnits += fee.account
  }

  /** Base units come in, for a cost with all fees in it. */
  enter(units: bigint, cost: Amount, draft: Draft): void {
    draft.realisedUnits += this.stock.put(units, cost.account, draft.at)
    if (units === 0n) this.#realise(-cost.quote)
    else this.#costUnits += cost.quote
    this.#quantity = quantityFromBase(this.instrument, this.stock.units)
  }

  /** Base units leave for a value net of fees. */
  sell(units: bigint, value: Amount, draft: Draft): void {
    const costUnits = shareOf(this.#costUnits, units, this.stock.units)
    const taken = this.stock.take(units)
    this.#costUnits -= costUnits
    draft.realisedUnits += value.account - taken.costUnits
    draft.dispose(this.instrument.base.code, taken.lots, value.account)
    this.#realise(value.quote - costUnits)
    this.#quantity = quantityFromBase(this.instrument, this.stock.units)
    if (this.quantity === 0) this.#close(draft.at)
  }

  give(units: bigint, valueUnits: bigint, draft: Draft): void {
    const quote = converted(valueUnits, PAR, this.quote.worth)
    this.sell(units, { quote, account: valueUnits }, draft)
  }

  withdraw(units: bigint, at: Instant | undefined): void {
    this.#costUnits -= shareOf(this.#costUnits, units, this.stock.units)
    this.stock.take(units)
    this.#quantity = quantityFromBase(this.instrument, this.stock.units)
    if (this.quantity === 0) this.#close(at)
  }

  /** A sale is over and what it left cannot be sold: the round trip ends, the rest is dust. */
  endWithDust(price: Price, at: Instant): void {
    const rest = notional(this.instrument, { price, quantity: this.quantity }, "down")
    if (rest < this.instrument.filters.minNotional) this.#close(at)
  }

  save(): SavedPosition {
    return {
      stock: this.stock.save(),
      costUnits: this.#costUnits,
      realisedUnits: this.#realisedUnits,
      feesUnits: this.#feesUnits,
      trip: this.#trip && { ...this.#trip },
    }
  }

  restore(saved: SavedPosition): void {
    this.stock.restore(saved.stock)
    this.#costUnits = saved.costUnits
    this.#realisedUnits = saved.realisedUnits
    this.#feesUnits = saved.feesUnits
    this.#trip = saved.trip && { ...saved.trip }
    this.#quantity = quantityFromBase(this.instrument, this.stock.units)
  }

  #realise(gainUnits: bigint): void {
    this.#realisedUnits += gainUnits
    if (this.#trip) this.#trip.pnlUnits += toAccount(this.quote.worth, gainUnits)
  }

  #close(at: Instant | undefined): void {
    if (!this.#trip) return
    this.#finished.push(closeTrip(this.#trip, at))
    this.#trip = undefined
  }
}

/** A position at rest. */
export interface SavedPosition {
  readonly stock: SavedStock
  readonly costUnits: bigint
  readonly realisedUnits: bigint
  readonly feesUnits: bigint
  readonly trip: OpenTrip | undefined
}
