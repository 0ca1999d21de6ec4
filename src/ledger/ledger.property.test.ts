import { Decimal } from "decimal.js"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { baseUnits, type Filters, type Instrument, notional } from "../market/instrument.ts"
import type { Order } from "../order/order.ts"
import type { Fill } from "../order/report.ts"
import { orderIdOf } from "../order/request.ts"
import type { Side } from "../order/terms.ts"
import { instantOf, priceOf, quantityOf, ratioOf } from "../value/brand.ts"
import { assetOf } from "../value/money.ts"
import { Ledger } from "./ledger.ts"

/** Exact enough never to round in these tests. */
const Exact = Decimal.clone({ precision: 120 })
type Exact = Decimal
const exact = (n: bigint | number | string): Exact => new Exact(n.toString())
const ZERO = exact(0)
const least = (a: Exact, b: Exact): Exact => (a.lt(b) ? a : b)

const filters: Filters = {
  tick: priceOf(1),
  minPrice: priceOf(0),
  maxPrice: priceOf(0),
  step: quantityOf(1),
  minQuantity: quantityOf(1),
  maxQuantity: quantityOf(0),
  marketMaxQuantity: quantityOf(0),
  minNotional: 0n,
  maxNotional: 0n,
  isMinNotionalForMarket: false,
  isMaxNotionalForMarket: false,
  bidUp: ratioOf(0),
  bidDown: ratioOf(0),
  askUp: ratioOf(0),
  askDown: ratioOf(0),
  meanMinutes: 0,
  maxOrders: 0,
  maxStopOrders: 0,
  maxIcebergParts: 0,
}

const PAIRS = ["BTC/USDT", "ETH/USDT", "ETH/BTC", "BNB/USDT", "BTC/USDC", "USDC/USDT", "ETH/BNB"]
const ASSETS = ["USDT", "BTC", "ETH", "BNB", "USDC"]

/** The pairs with price and quantity scales of every kind, some finer than eight decimals together. */
const pairs = fc
  .array(
    fc.record({ priceScale: fc.nat(7), quantityScale: fc.nat(8), step: fc.constantFrom(1, 5) }),
    {
      minLength: PAIRS.length,
      maxLength: PAIRS.length,
    },
  )
  .map((told) =>
    told.map(({ priceScale, quantityScale, step }, index): Instrument => {
      const [base = "", quote = ""] = (PAIRS[index] ?? "").split("/")
      return {
        index,
        symbol: base + quote,
        base: assetOf(base),
        quote: assetOf(quote),
        priceScale,
        quantityScale,
        filters: { ...filters, step: quantityOf(step) },
        source: "generated",
      }
    }),
  )

type Act =
  | { kind: "deposit"; asset: string; units: bigint; costUnits: bigint }
  | { kind: "withdraw"; asset: string; ppm: number }
  | {
      kind: "fill"
      instrument: number
      side: Side
      /** Of what can be sold, or a count to buy. */
      size: number
      price: number
      fee: "base" | "quote" | "BNB" | "none"
      feePpm: number
      /** Account-asset units for one whole of each asset; 0 for not known. */
      values: readonly number[]
      held: "all" | "more" | "none"
    }

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("deposit" as const),
        asset: fc.constantFrom(...ASSETS),
        units: fc.bigInt(1n, 10n ** 13n),
        costUnits: fc.bigInt(0n, 10n ** 13n),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("withdraw" as const),
        asset: fc.constantFrom(...ASSETS),
        ppm: fc.integer({ min: 1, max: 1_000_000 }),
      }),
    },
    {
      weight: 12,
      arbitrary: fc.record({
        kind: fc.constant("fill" as const),
        instrument: fc.nat(PAIRS.length - 1),
        side: fc.constantFrom("buy" as const, "sell" as const),
        size: fc.integer({ min: 1, max: 1_000_000 }),
        price: fc.integer({ min: 1, max: 5_000_000 }),
        fee: fc.constantFrom("base" as const, "quote" as const, "BNB" as const, "none" as const),
        feePpm: fc.integer({ min: 0, max: 5_000 }),
        values: fc.array(
          fc.oneof(
            { weight: 1, arbitrary: fc.constant(0) },
            { weight: 5, arbitrary: fc.integer({ min: 1, max: 10 ** 13 }) },
          ),
          { minLength: 5, maxLength: 5 },
        ),
        held: fc.constantFrom("all" as const, "more" as const, "none" as const),
      }),
    },
  ),
  { minLength: 1, maxLength: 40, size: "max" },
)

/**
 * A second bookkeeper, as simple as can be: plain lists, exact decimals, no rounding anywhere. A place
 * is an asset's inventory ("BTC") or a position ("BTC@0").
 */
class Naive {
  readonly instruments: readonly Instrument[]
  readonly balances = new Map<string, Exact>()
  readonly units = new Map<string, Exact>()
  readonly costs = new Map<string, Exact>()
  readonly quoteCosts = new Map<string, Exact>()
  readonly worth = new Map<string, Exact>([["USDT", exact(1)]])
  readonly lots: { place: string; units: Exact; cost: Exact }[] = []
  readonly realisedQuote = new Map<string, Exact>()
  /** Quote units in one account-asset unit, of the cheapest quote asset seen. */
  coarsest = exact(1)
  realised = ZERO
  realisedByLot = ZERO
  contributed = ZERO
  fees = ZERO

  constructor(instruments: readonly Instrument[]) {
    this.instruments = instruments
  }

  get(map: Map<string, Exact>, key: string): Exact {
    return map.get(key) ?? ZERO
  }
  add(map: Map<string, Exact>, key: string, by: Exact): void {
    map.set(key, this.get(map, key).plus(by))
  }

  put(place: string, units: Exact, cost: Exact): void {
    if (units.isZero()) {
      this.realised = this.realised.minus(cost)
      return
    }
    this.add(this.units, place, units)
    this.add(this.costs, place, cost)
    this.lots.push({ place, units, cost })
  }

  /** @returns cost by average and by lot */
  take(place: string, units: Exact): { average: Exact; byLot: Exact } {
    const average = this.get(this.costs, place).times(units).div(this.get(this.units, place))
    let byLot = ZERO
    let left = units
    for (const lot of this.lots) {
      if (lot.place !== place || lot.units.isZero() || left.isZero()) continue
      const part = least(left, lot.units)
      const cost = lot.cost.times(part).div(lot.units)
      lot.units = lot.units.minus(part)
      lot.cost = lot.cost.minus(cost)
      left = left.minus(part)
      byLot = byLot.plus(cost)
    }
    expect(left.isZero()).toBe(true)
    this.add(this.units, place, units.neg())
    this.add(this.costs, place, average.neg())
    return { average, byLot }
  }

  places(asset: string, first?: number): string[] {
    const positions = this.instruments.filter((it) => it.base.code === asset).map((it) => it.index)
    const own = positions.filter((it) => it === first).map((it) => `${asset}@${it}`)
    const others = positions.filter((it) => it !== first).map((it) => `${asset}@${it}`)
    return [...own, asset, ...others]
  }

  dispose(
    asset: string,
    units: Exact,
    value: { account: Exact; quote?: Exact },
    first?: number,
  ): void {
    let left = units
    for (const place of this.places(asset, first)) {
      const part = least(left, this.get(this.units, place))
      if (part.lte(0)) continue
      const account = value.account.times(part).div(units)
      const quoteCost = this.get(this.quoteCosts, place)
        .times(part)
        .div(this.get(this.units, place))
      if (place.includes("@")) {
        const index = Number(place.split("@")[1])
        const rate = this.get(this.worth, this.instruments[index].quote.code)
        const fromAccount = rate.isZero() ? ZERO : account.div(rate)
        const quote =
          index === first && value.quote ? value.quote.times(part).div(units) : fromAccount
        this.add(this.quoteCosts, place, quoteCost.neg())
        this.add(this.realisedQuote, place, quote.minus(quoteCost))
      }
      const { average, byLot } = this.take(place, part)
      this.realised = this.realised.plus(account).minus(average)
      if (asset !== "USDT") this.realisedByLot = this.realisedByLot.plus(account).minus(byLot)
      left = left.minus(part)
    }
    expect(left.isZero()).toBe(true)
  }

  note(): void {
    for (const rate of this.worth.values()) {
      if (!rate.isZero()) this.coarsest = Exact.max(this.coarsest, exact(1).div(rate))
    }
  }

  deposit(asset: string, units: bigint, costUnits: bigint): void {
    const cost = asset === "USDT" ? exact(units) : exact(costUnits)
    this.add(this.balances, asset, exact(units))
    this.put(asset, exact(units), cost)
    this.contributed = this.contributed.plus(cost)
    if (asset !== "USDT") this.worth.set(asset, cost.div(exact(units)))
  }

  withdraw(asset: string, units: bigint): void {
    this.add(this.balances, asset, exact(-units))
    let left = exact(units)
    for (const place of this.places(asset)) {
      const part = least(left, this.get(this.units, place))
      if (part.lte(0)) continue
      const quoteCost = this.get(this.quoteCosts, place)
        .times(part)
        .div(this.get(this.units, place))
      this.add(this.quoteCosts, place, quoteCost.neg())
      this.contributed = this.contributed.minus(this.take(place, part).average)
      left = left.minus(part)
    }
  }

  fill(
    instrument: Instrument,
    side: Side,
    fill: Fill,
    values: (code: string) => bigint | undefined,
  ): void {
    const [base, quote, feeAsset] = [instrument.base.code, instrument.quote.code, fill.feeAsset]
    const place = `${base}@${instrument.index}`
    const q = exact(baseUnits(instrument, fill.quantity))
    const [paid, fee] = [exact(fill.quoteUnits), exact(fill.feeUnits)]
    const known = (code: string): void => {
      const value = code === "USDT" ? undefined : values(code)
      if (value !== undefined) this.worth.set(code, exact(value).div(1e8))
    }
    known(quote)
    if (feeAsset !== base && feeAsset !== quote && !fee.isZero()) known(feeAsset)
    const rate = this.get(this.worth, quote)
    this.note()
    this.worth.set(base, paid.times(rate).div(q))
    const feeValue = fee.times(this.get(this.worth, feeAsset))
    const converted = rate.isZero() ? ZERO : feeValue.div(rate)
    const feeInQuote =
      feeAsset === base ? paid.times(fee).div(q) : feeAsset === quote ? fee : converted
    this.fees = this.fees.plus(feeValue)
    this.add(this.balances, feeAsset, fee.neg())
    const isQuote = feeAsset === quote
    if (side === "buy") {
      const isInKind = feeAsset === base && fee.lte(q)
      const isOther = !isQuote && !isInKind && !fee.isZero()
      this.add(this.balances, quote, paid.neg())
      this.add(this.balances, base, q)
      const spent = isQuote ? paid.plus(fee) : paid
      this.dispose(quote, spent, { account: spent.times(rate) })
      const cost = spent.times(rate).plus(isOther ? feeValue : ZERO)
      const quoteCost = spent.plus(isOther ? feeInQuote : ZERO)
      const received = isInKind ? q.minus(fee) : q
      this.put(place, received, cost)
      if (received.isZero()) this.add(this.realisedQuote, place, quoteCost.neg())
      else this.add(this.quoteCosts, place, quoteCost)
      if (isOther) this.dispose(feeAsset, fee, { account: feeValue })
    } else {
      this.add(this.balances, quote, paid)
      this.add(this.balances, base, q.neg())
      const isInKind = isQuote && fee.lte(paid)
      const received = isInKind ? paid.minus(fee) : paid
      const net = received.minus(isInKind ? ZERO : feeInQuote)
      const netValue = received.times(rate).minus(isInKind ? ZERO : feeValue)
      this.dispose(base, q, { account: netValue, quote: net }, instrument.index)
      this.put(quote, received, received.times(rate))
      if (!isInKind && !fee.isZero()) this.dispose(feeAsset, fee, { account: feeValue })
    }
  }
}

/** Drives a ledger and the naive bookkeeper with the same acts; skips what an exchange would refuse. */
function run(instruments: readonly Instrument[], list: readonly Act[]) {
  const options = { instruments, accountAsset: assetOf("USDT") }
  let ledger = new Ledger(options)
  const naive = new Naive(instruments)
  let count = 0
  let byLot = 0n
  const total = (asset: string): bigint => {
    const { freeUnits, heldUnits } = ledger.balance(asset)
    return freeUnits + heldUnits
  }
  const opening = [
    { kind: "deposit", asset: "USDT", units: 10n ** 14n, costUnits: 0n },
    { kind: "deposit", asset: "BNB", units: 10n ** 10n, costUnits: 10n ** 12n },
  ] as const
  for (const act of [...opening, ...list]) {
    count++
    if (act.kind === "deposit") {
      ledger.deposit(assetOf(act.asset), act.units, act.costUnits)
      naive.deposit(act.asset, act.units, act.costUnits)
    } else if (act.kind === "withdraw") {
      const units = (total(act.asset) * BigInt(act.ppm)) / 1_000_000n
      if (units === 0n) continue
      ledger.deposit(assetOf(act.asset), -units)
      naive.withdraw(act.asset, units)
    } else {
      const instrument = instruments[act.instrument]
      const made = fillOf(instrument, act, total)
      if (!made) continue
      const { fill, order, units } = made
      const values = (code: string): bigint | undefined => {
        const value = act.values[ASSETS.indexOf(code)] ?? 0
        return value === 0 ? undefined : BigInt(value)
      }
      const funds = act.side === "buy" ? instrument.quote.code : instrument.base.code
      const { freeUnits } = ledger.balance(funds)
      if (act.held !== "none") {
        const held = act.held === "all" ? units : (units + freeUnits) / 2n
        ledger.hold(order.id, instrument, act.side, held)
        expect(ledger.balance(funds)).toEqual({ freeUnits: freeUnits - held, heldUnits: held })
      }
      // A ledger that was saved and put back goes on as if nothing had happened.
      if (count % 7 === 0)
        ledger = Ledger.restore(options, JSON.parse(JSON.stringify(ledger.save())))
      const posting = ledger.post(order, fill, values)
      ledger.release(order.id)
      naive.fill(instrument, act.side, fill, values)
      for (const it of posting.disposals) byLot += it.proceedsUnits - it.costUnits
    }
    // Saving asserts the law: costs are what was contributed and what was realised.
    ledger.save()
  }
  return { ledger, naive, count, byLot }
}

/** A fill that balances can pay for, or undefined. */
function fillOf(
  instrument: Instrument,
  act: Act & { kind: "fill" },
  total: (asset: string) => bigint,
) {
  const { base, quote } = instrument
  const one = baseUnits(instrument, quantityOf(1))
  const price = priceOf(act.price)
  const each = notional(instrument, { price, quantity: quantityOf(1_000_000) }, "up")
  const most =
    act.side === "buy"
      ? Number((total(quote.code) * 1_000_000n) / each)
      : Number(total(base.code) / one)
  const counts = Math.floor((Math.min(Math.max(most, 0), 1e9) * act.size) / 1e6)
  if (counts < 1) return undefined
  const quantity = quantityOf(counts)
  const units = baseUnits(instrument, quantity)
  const quoteUnits = notional(instrument, { price, quantity }, "down")
  if (quoteUnits === 0n) return undefined
  const feeAsset = { base: base.code, quote: quote.code, BNB: "BNB", none: quote.code }[act.fee]
  const of = act.fee === "base" ? units : act.fee === "quote" ? quoteUnits : 10n ** 7n
  const feeUnits = act.fee === "none" ? 0n : (of * BigInt(act.feePpm)) / 1_000_000n
  const fill: Fill = {
    tradeId: "t",
    price,
    quantity,
    quoteUnits,
    feeAsset,
    feeUnits,
    isMaker: true,
  }
  const after = (asset: string): bigint => {
    let left = total(asset)
    if (asset === base.code) left += act.side === "buy" ? units : -units
    if (asset === quote.code) left += act.side === "buy" ? -quoteUnits : quoteUnits
    return asset === feeAsset ? left - feeUnits : left
  }
  // Neither side may owe; a fee is not paid out of what the same fill brings, save in its own asset.
  if ([base.code, quote.code, feeAsset].some((asset) => after(asset) < 0n)) return undefined
  const spends = act.side === "buy" ? quote.code : base.code
  const spent = act.side === "buy" ? quoteUnits : units
  if (total(spends) < spent) return undefined
  const order: Order = {
    id: orderIdOf("order"),
    instrument: instrument.index,
    side: act.side,
    terms: { type: "market", quantity },
    purpose: "entry",
    strategy: "s",
    because: "b",
    placedAt: instantOf(1),
    status: "open",
    filled: quantity,
    filledQuoteUnits: quoteUnits,
    fills: [fill],
  }
  return { fill, order, units: spent }
}

/** Whole units, at most so far from the exact figure. */
function expectNear(units: bigint, figure: Exact, tolerance: number): void {
  expect(
    exact(units).minus(figure).abs().lte(tolerance),
    `${units} is not ${figure.toFixed(3)}`,
  ).toBe(true)
}

describe("a ledger beside a naive bookkeeper in exact decimals (GEN-6)", () => {
  it("has the same cash and the same positions to the unit, whatever happens", () => {
    fc.assert(
      fc.property(pairs, acts, (instruments, list) => {
        const { ledger, naive } = run(instruments, list)
        for (const asset of ASSETS) {
          const { freeUnits, heldUnits } = ledger.balance(asset)
          expect(heldUnits).toBe(0n)
          expect(freeUnits.toString()).toBe(naive.get(naive.balances, asset).toFixed())
        }
        for (const { index, base } of instruments) {
          const units = naive.get(naive.units, `${base.code}@${index}`)
          expect(ledger.position(index).baseUnits.toString()).toBe(units.toFixed())
        }
      }),
      { numRuns: 300 },
    )
  })

  it("has the same gains by average cost and by lot, within half a unit per rounding", () => {
    fc.assert(
      fc.property(pairs, acts, (instruments, list) => {
        const { ledger, naive, count, byLot } = run(instruments, list)
        const tolerance = 8 * count
        expectNear(ledger.realised(), naive.realised, tolerance)
        expectNear(byLot, naive.realisedByLot, tolerance)
        expectNear(ledger.feesPaid(), naive.fees, tolerance)
        // One unit of rounding in the account asset is many in a quote asset worth little.
        const coarse = naive.coarsest.times(tolerance).toNumber()
        for (const { index, base } of instruments) {
          const place = `${base.code}@${index}`
          const position = ledger.position(index)
          expectNear(position.costUnits, naive.get(naive.quoteCosts, place), coarse)
          expectNear(position.realisedUnits, naive.get(naive.realisedQuote, place), coarse)
        }
      }),
      { numRuns: 300 },
    )
  })

  it("has an equity of what was deposited, realised and not yet realised, exactly", () => {
    const marks = fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 2, maxLength: 2 })
    fc.assert(
      fc.property(pairs, acts, marks, (instruments, list, [btc = 1, eth = 1]) => {
        // Two instruments in the account asset, fees in kind, nothing else from outside: no conversions.
        const plain = list.flatMap((act) =>
          act.kind === "fill" ? [{ ...act, instrument: act.instrument % 2, fee: inKind(act) }] : [],
        )
        const { ledger, naive } = run(instruments, plain)
        ledger.deposit(assetOf("BNB"), -(10n ** 10n))
        const mark = (index: number) => priceOf(index === 0 ? btc : eth)
        let unrealised = 0n
        let realised = 0n
        for (const index of [0, 1]) {
          const { baseUnits: units, costUnits, realisedUnits, lots } = ledger.position(index)
          const scale = exact(10).pow(instruments[index].priceScale)
          const worth = exact(units).times(mark(index)).div(scale).floor()
          unrealised += BigInt(worth.toFixed()) - costUnits
          realised += realisedUnits
          const left = lots.reduce((sum, lot) => sum + lot.units, 0n)
          expect(left).toBe(units)
        }
        const deposited = BigInt(naive.contributed.toFixed()) - 10n ** 12n
        const equity = ledger.equity(mark)
        expect(ledger.realised()).toBe(realised)
        expect(equity).toEqual({ units: deposited + realised + unrealised, unpriced: [] })
      }),
      { numRuns: 200 },
    )
  })

  it("has round trips that add up to what was realised, once all is sold", () => {
    const plain = pairs.map((list) =>
      list.map((it) => ({ ...it, filters: { ...it.filters, step: quantityOf(1) } })),
    )
    fc.assert(
      fc.property(plain, acts, (instruments, list) => {
        // Without fees in the base asset there is no dust, which would keep a part of the cost.
        const fills = list.flatMap((act) =>
          act.kind === "fill"
            ? [{ ...act, instrument: act.instrument % 2, fee: "quote" as const }]
            : [],
        )
        const { ledger } = run(instruments, [...fills, saleOfAll(0), saleOfAll(1)])
        const trips = ledger.trades()
        for (const { boughtUnits, soldUnits, openedAt, closedAt } of trips) {
          expect(soldUnits).toBe(boughtUnits)
          expect(openedAt <= closedAt).toBe(true)
        }
        // An amount too small to be worth a unit of the quote asset cannot be sold.
        fc.pre([0, 1].every((index) => ledger.position(index).baseUnits === 0n))
        expect(trips.reduce((sum, trip) => sum + trip.pnlUnits, 0n)).toBe(ledger.realised())
        expect(trips.reduce((sum, trip) => sum + trip.feesUnits, 0n)).toBe(ledger.feesPaid())
      }),
      { numRuns: 200 },
    )
  })
})

const saleOfAll = (instrument: number): Act => ({
  kind: "fill",
  instrument,
  side: "sell",
  size: 1_000_000,
  price: 70_000,
  fee: "quote",
  feePpm: 1_000,
  values: [],
  held: "all",
})

/** A fee as the exchange takes it without BNB: in what is received. */
const inKind = (act: { readonly side: Side }): "base" | "quote" =>
  act.side === "buy" ? "base" : "quote"
