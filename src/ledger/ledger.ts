import assert from "node:assert/strict"
import { baseUnits, type Instrument } from "../market/instrument.ts"
import { isFinal, type Order } from "../order/order.ts"
import type { Fill } from "../order/report.ts"
import type { OrderId } from "../order/request.ts"
import type { Side } from "../order/terms.ts"
import type { Instant, Price } from "../value/brand.ts"
import { type Asset, assetOf } from "../value/money.ts"
import { bookBuy, bookSale, feeOf, legsOf, type Trade } from "./booking.ts"
import { type Equity, routesOf, worthAt } from "./equity.ts"
import { Holds } from "./hold.ts"
import { Holding } from "./holding.ts"
import { type Position, PositionBook } from "./position.ts"
import { assertBalanced, Draft, type Posting } from "./posting.ts"
import type { Moment, RoundTrip } from "./round-trip.ts"
import { type LedgerState, pack, type Saved, unpack } from "./saved.ts"
import { toAccount, type Valuation, worthBy } from "./worth.ts"

const NONE: readonly string[] = Object.freeze([])

/** What a ledger is made for. */
export interface LedgerOptions {
  /** Each at its index. */
  readonly instruments: readonly Instrument[]
  /** The asset that results are measured in. */
  readonly accountAsset: Asset
}

/**
 * What we own, to the last unit: balances, holds, positions by average cost and by lot, what was gained
 * and what fees took. Driven by fills alone; it knows no market, and prices only as they are given.
 *
 * One law holds exactly, at every moment: what all holdings cost, the account asset at face value, is
 * what was contributed plus what was realised.
 */
export class Ledger {
  readonly #accountAsset: Asset
  readonly #instruments: readonly Instrument[]
  readonly #holdings = new Map<string, Holding>()
  readonly #positions: readonly PositionBook[]
  readonly #holds = new Holds()
  readonly #trades: RoundTrip[] = []
  #contributedUnits = 0n
  #realisedUnits = 0n
  #feesUnits = 0n

  constructor(options: LedgerOptions) {
    this.#accountAsset = options.accountAsset
    this.#instruments = options.instruments
    this.#holding(options.accountAsset)
    this.#positions = options.instruments.map((instrument, index) => {
      assert.equal(instrument.index, index, "instruments stand at their index")
      const base = this.#holding(instrument.base)
      const quote = this.#holding(instrument.quote)
      const book = new PositionBook(instrument, { base, quote, finished: this.#trades })
      base.positions.push(book)
      return book
    })
  }

  /**
   * Money that came from outside, or went there (negative): neither gain nor loss. What goes, goes at
   * what it had cost.
   * @param costUnits what it is worth in the account asset; needed when another asset comes
   */
  deposit(asset: Asset, units: bigint, costUnits?: bigint, at?: Instant): void {
    const holding = this.#holding(asset)
    const costBefore = holding.costUnits
    if (units >= 0n) {
      const cost = holding.isAccountAsset ? units : costUnits
      assert.ok(cost !== undefined, "what comes in another asset comes with its cost")
      if (!holding.isAccountAsset && units > 0n) holding.worth = { over: cost, under: units }
      this.#contributedUnits += cost
      this.#realisedUnits += holding.inventory.put(units, cost, at)
      holding.freeUnits += units
    } else {
      holding.withdraw(-units, at)
      holding.freeUnits += units
      this.#contributedUnits += holding.costUnits - costBefore
    }
    holding.assertWhole()
  }

  /** Sets funds aside for an order: quote units for a buy, base units for a sell. Asserts enough free. */
  hold(orderId: OrderId, instrument: Instrument, side: Side, units: bigint): void {
    const { base, quote } = this.#position(instrument.index)
    this.#holds.add(orderId, side === "buy" ? quote : base, units)
  }

  /** What an order still holds becomes free. May be called again. */
  release(orderId: OrderId): void {
    this.#holds.release(orderId)
  }

  /**
   * Books one fill of an order. Conversions are rounded half to even; nothing is lost by them, since
   * what one side loses the other gains.
   * @param moment when it happened (else when the order was placed), and the stop of an entry
   */
  post(
    order: Order,
    fill: Fill,
    values: Valuation,
    moment: Moment = { at: order.placedAt },
  ): Posting {
    const position = this.#position(order.instrument)
    const feeHolding = this.#feeHolding(fill, position)
    const units = baseUnits(position.instrument, fill.quantity)
    assert.ok(units > 0n && fill.quoteUnits >= 0n, "a fill moves something")
    const trade: Trade = { order, fill, moment, position, feeHolding, units }
    const unpriced = revalue(trade, values)
    const legs = legsOf(trade)
    assertBalanced(legs)
    this.#move(trade)

    const draft = new Draft(moment.at)
    const fee = feeOf(trade)
    if (order.side === "buy") bookBuy(trade, fee, draft)
    else bookSale(trade, fee, draft)
    if (order.side === "sell" && isFinal(order)) position.endWithDust(fill.price, moment.at)
    this.#realisedUnits += draft.realisedUnits
    this.#feesUnits += fee.account
    position.base.assertWhole()
    position.quote.assertWhole()
    feeHolding.assertWhole()
    return {
      orderId: order.id,
      tradeId: fill.tradeId,
      instrument: order.instrument,
      at: moment.at,
      legs,
      valueUnits: toAccount(position.quote.worth, fill.quoteUnits),
      realisedUnits: draft.realisedUnits,
      feeUnits: fee.account,
      disposals: draft.disposals,
      unpriced,
    }
  }

  balance(assetCode: string): { readonly freeUnits: bigint; readonly heldUnits: bigint } {
    const holding = this.#holdings.get(assetCode)
    return { freeUnits: holding?.freeUnits ?? 0n, heldUnits: holding?.heldUnits ?? 0n }
  }

  /** Codes of the assets of which there is anything. */
  assets(): readonly string[] {
    const codes: string[] = []
    for (const [code, { freeUnits, heldUnits }] of this.#holdings) {
      if (freeUnits !== 0n || heldUnits !== 0n) codes.push(code)
    }
    return codes
  }

  position(instrumentIndex: number): Position {
    return this.#position(instrumentIndex)
  }

  /**
   * What everything is worth in the account asset, held funds included: an asset at its direct price,
   * or over one other instrument (ETHBTC, then BTCUSDT).
   */
  equity(marks: (instrumentIndex: number) => Price | undefined): Equity {
    let sum = 0n
    let unpriced: string[] | undefined
    for (const holding of this.#holdings.values()) {
      const units = holding.totalUnits
      if (units === 0n) continue
      const worth = holding.isAccountAsset ? units : worthAt(units, holding.routes, marks)
      if (worth === undefined) (unpriced ??= []).push(holding.asset.code)
      else sum += worth
    }
    return { units: sum, unpriced: unpriced ?? NONE }
  }

  /** Gain since the start by average cost, net of all fees; account-asset units. */
  realised(): bigint {
    return this.#realisedUnits
  }

  /** Value of all fees since the start; account-asset units. They are in `realised` and in costs already. */
  feesPaid(): bigint {
    return this.#feesUnits
  }

  /** Finished round trips, oldest first. The list only grows: remember how many you have read. */
  trades(): readonly RoundTrip[] {
    return this.#trades
  }

  save(): LedgerState {
    this.#assertLaw()
    return pack<Saved>({
      holdings: [...this.#holdings.values()].map((it) => ({
        code: it.asset.code,
        scale: it.asset.scale,
        freeUnits: it.freeUnits,
        heldUnits: it.heldUnits,
        worth: it.worth,
        inventory: it.inventory.save(),
      })),
      positions: this.#positions.map((it) => it.save()),
      holds: this.#holds.save(),
      trades: this.#trades,
      contributedUnits: this.#contributedUnits,
      realisedUnits: this.#realisedUnits,
      feesUnits: this.#feesUnits,
    })
  }

  /** A ledger as it was when saved. The options must be the same. */
  static restore(options: LedgerOptions, state: LedgerState): Ledger {
    const ledger = new Ledger(options)
    const saved: Saved = unpack<Saved>(state)
    assert.equal(saved.positions.length, options.instruments.length)
    for (const { code, scale, freeUnits, heldUnits, worth, inventory } of saved.holdings) {
      const holding = ledger.#holding({ code, scale })
      holding.freeUnits = freeUnits
      holding.heldUnits = heldUnits
      if (!holding.isAccountAsset) holding.worth = worth
      holding.inventory.restore(inventory)
    }
    saved.positions.forEach((it, index) => ledger.#position(index).restore(it))
    for (const [id, code, units] of saved.holds) {
      const holding = ledger.#holdings.get(code)
      assert.ok(holding)
      ledger.#holds.restore(id, holding, units)
    }
    for (const trip of saved.trades) ledger.#trades.push(trip)
    ledger.#contributedUnits = saved.contributedUnits
    ledger.#realisedUnits = saved.realisedUnits
    ledger.#feesUnits = saved.feesUnits
    ledger.#assertLaw()
    return ledger
  }

  #holding(asset: Asset): Holding {
    const known = this.#holdings.get(asset.code)
    if (known) return known
    const holding = new Holding(asset, {
      isAccountAsset: asset.code === this.#accountAsset.code,
      routes: routesOf(asset.code, this.#accountAsset.code, this.#instruments),
    })
    this.#holdings.set(asset.code, holding)
    return holding
  }

  #feeHolding({ feeAsset, feeUnits }: Fill, { base, quote }: PositionBook): Holding {
    if (feeUnits === 0n || feeAsset === quote.asset.code) return quote
    return feeAsset === base.asset.code ? base : this.#holding(assetOf(feeAsset))
  }

  #position(index: number): PositionBook {
    const position = this.#positions[index]
    assert.ok(position, "the instrument is one of this ledger's")
    return position
  }

  /** Moves balances; what is given comes out of the order's hold first. */
  #move({ order, fill, position, feeHolding, units }: Trade): void {
    const { base, quote } = position
    const key = order.list ?? order.id
    if (order.side === "buy") {
      this.#holds.pay(key, quote, fill.quoteUnits)
      base.freeUnits += units
    } else {
      this.#holds.pay(key, base, units)
      quote.freeUnits += fill.quoteUnits
    }
    feeHolding.freeUnits -= fill.feeUnits
  }

  #assertLaw(): void {
    let cost = 0n
    for (const holding of this.#holdings.values()) {
      holding.assertWhole()
      cost += holding.costUnits
    }
    assert.ok(
      cost === this.#contributedUnits + this.#realisedUnits,
      "costs are what came and was gained",
    )
  }
}

/** Takes over what the assets of a fill are worth now. @returns those of which nobody knows */
function revalue(trade: Trade, values: Valuation): readonly string[] {
  const { fill, position, feeHolding, units } = trade
  const { base, quote } = position
  let unpriced: string[] | undefined
  if (!quote.revalue(values)) (unpriced ??= []).push(quote.asset.code)
  if (!base.isAccountAsset) {
    base.worth = worthBy(quote.worth, { paid: fill.quoteUnits, got: units })
  }
  const isThird = feeHolding !== base && feeHolding !== quote
  if (isThird && !feeHolding.revalue(values)) (unpriced ??= []).push(feeHolding.asset.code)
  return unpriced ?? NONE
}
