import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../../tests/support/instrument.ts"
import { orderOf } from "../../../tests/support/order.ts"
import { baseUnits, type Instrument, notional } from "../../market/instrument.ts"
import type { Fill } from "../../order/report.ts"
import { orderIdOf } from "../../order/request.ts"
import { type Instant, instantOf, priceOf, quantityOf } from "../../value/brand.ts"
import { assetOf } from "../../value/money.ts"
import { days } from "../../value/time.ts"
import { Ledger } from "../ledger.ts"
import { TaxBook } from "./tax-book.ts"
import { TAX_METHODS, TaxLots } from "./tax-lots.ts"

const pair = (index: number, base: string, quote: string): Instrument =>
  instrumentOf({ index, base, quote, quantityScale: 8 })
const PAIRS = [pair(0, "BTC", "USDT"), pair(1, "ETH", "BTC"), pair(2, "BNB", "USDT")]
const ASSETS = ["USDT", "BTC", "ETH", "BNB"]

interface Act {
  readonly pair: number
  readonly isBuy: boolean
  readonly size: number
  readonly price: number
  readonly fee: "base" | "quote" | "BNB"
  readonly withdrawn: boolean
}

const acts = fc.array(
  fc.record<Act>({
    pair: fc.nat(2),
    isBuy: fc.boolean(),
    size: fc.integer({ min: 1, max: 400_000 }),
    price: fc.integer({ min: 50_000, max: 3_000_000 }),
    fee: fc.constantFrom("base", "quote", "BNB"),
    withdrawn: fc.boolean(),
  }),
  { maxLength: 40 },
)

/** A ledger, and beside it a tax book of every method, fed with the same fills. */
class Desk {
  readonly ledger = new Ledger({ instruments: PAIRS, accountAsset: assetOf("USDT") })
  readonly books = TAX_METHODS.map((method) => new TaxBook({ accountAsset: "USDT", method }))
  #at = instantOf(0)
  #trade = 0

  constructor() {
    this.move("USDT", 100_000_000_000n, 100_000_000_000n)
    this.move("BNB", 1_000_000_000n, 3_000_000_000n)
  }

  move(asset: string, units: bigint, costUnits: bigint): void {
    this.ledger.deposit(assetOf(asset), units, costUnits, this.#at)
    for (const book of this.books) book.transfer({ at: this.#at, asset, units, costUnits })
  }

  free(asset: string): bigint {
    return this.ledger.balance(asset).freeUnits
  }

  play({ pair, isBuy, size, price, fee, withdrawn }: Act): void {
    this.#at = (this.#at + days(1)) as Instant
    const instrument = PAIRS[pair]
    const { base, quote } = instrument
    if (withdrawn && this.free(base.code) > 1n) {
      this.move(base.code, -this.free(base.code) / 2n, 0n)
    }
    const most = isBuy ? this.free(quote.code) : this.free(base.code)
    const each = isBuy
      ? notional(instrument, { price: priceOf(price), quantity: quantityOf(1) }, "up")
      : baseUnits(instrument, quantityOf(1))
    const room = Number(most / (size === Infinity ? 1n : 2n) / each)
    const quantity = quantityOf(Math.min(size, room))
    if (quantity < 1) return
    const quoteUnits = notional(instrument, { price: priceOf(price), quantity }, "down")
    const units = baseUnits(instrument, quantity)
    const feeAsset = { base: base.code, quote: quote.code, BNB: "BNB" }[fee]
    const own = { base: units / 1000n, quote: quoteUnits / 1000n, BNB: 10_000n }[fee]
    if (fee === "base" && !isBuy && this.free(base.code) < units + own) return
    if (fee === "BNB" && this.free("BNB") < own + (base.code === "BNB" ? units : 0n)) return
    const fill: Fill = {
      tradeId: String(++this.#trade),
      price: priceOf(price),
      quantity,
      quoteUnits,
      feeAsset,
      feeUnits: own,
      isMaker: false,
    }
    const order = orderOf({
      id: orderIdOf(`o${this.#trade}`),
      instrument: pair,
      side: isBuy ? "buy" : "sell",
      status: "filled",
    })
    const values = (asset: string): bigint => (asset === "BNB" ? 300n : 20_000n) * 100_000_000n
    const posting = this.ledger.post(order, fill, values, { at: this.#at })
    for (const book of this.books) book.post(posting)
  }
}

describe("tax lots (AUDIT-31)", () => {
  it("hold the ledger's units and its law, whatever the method", () => {
    fc.assert(
      fc.property(acts, (list) => {
        const desk = new Desk()
        for (const act of list) desk.play(act)
        for (const book of desk.books) {
          for (const asset of ASSETS) expect(book.units(asset)).toBe(desk.free(asset))
          expect(book.costUnits).toBe(book.contributedUnits + book.gainUnits)
          for (const { lots } of book.lots()) {
            for (const lot of lots) expect(lot.units).toBeGreaterThan(0n)
          }
          const gains = book.lines.reduce((sum, it) => sum + it.proceedsUnits - it.costUnits, 0n)
          expect(gains).toBe(book.gainUnits)
        }
      }),
    )
  })

  it("come to the ledger's own gain to the unit, whatever the method, once all is sold", () => {
    fc.assert(
      fc.property(acts, (list) => {
        const desk = new Desk()
        for (const act of list) desk.play({ ...act, withdrawn: false })
        const all = { size: Infinity, price: 1_000_000, fee: "quote" as const, withdrawn: false }
        for (const pair of [1, 0, 2]) desk.play({ ...all, pair, isBuy: false })
        for (const asset of ["BTC", "ETH", "BNB"]) expect(desk.free(asset)).toBe(0n)
        for (const book of desk.books) expect(book.gainUnits).toBe(desk.ledger.realised())
      }),
    )
  })

  it("take the oldest, the newest or the dearest lot", () => {
    const lot = (day: number, costUnits: bigint) => {
      return { units: 10n, costUnits, acquiredAt: (day * days(1)) as Instant }
    }
    const taken = TAX_METHODS.map((method) => {
      const lots = new TaxLots(method)
      for (const it of [lot(1, 20n), lot(2, 50n), lot(3, 30n)]) lots.add(it)
      return lots.take(15n).map(({ units, costUnits }) => [units, costUnits])
    })
    expect(taken).toEqual([
      [
        [10n, 20n],
        [5n, 25n],
      ],
      [
        [10n, 30n],
        [5n, 25n],
      ],
      [
        [10n, 50n],
        [5n, 15n],
      ],
    ])
  })

  it("book a fee in BNB as a sale of BNB at its worth", () => {
    const desk = new Desk()
    desk.play({
      pair: 0,
      isBuy: true,
      size: 100_000,
      price: 1_000_000,
      fee: "BNB",
      withdrawn: false,
    })
    for (const { lines } of desk.books) {
      expect(lines).toMatchObject([
        // 10,000 units of 0.00000001 BNB, at $300, that had cost $3 a BNB.
        { asset: "BNB", why: "fee", units: 10_000n, proceedsUnits: 3_000_000n, costUnits: 30_000n },
      ])
    }
  })

  it("carry a transfer at its cost: neither gain nor loss", () => {
    const desk = new Desk()
    desk.move("BNB", -500_000_000n, 0n)
    for (const book of desk.books) {
      expect(book.lines).toMatchObject([{ why: "transfer", costUnits: 1_500_000_000n }])
      expect(book.gainUnits).toBe(0n)
    }
  })
})
