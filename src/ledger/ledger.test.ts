import { describe, expect, it } from "vitest"
import type { Instrument } from "../market/instrument.ts"
import { parsePrice, parseQuantity } from "../market/instrument.ts"
import type { Order } from "../order/order.ts"
import type { Fill } from "../order/report.ts"
import { orderIdOf } from "../order/request.ts"
import type { Side } from "../order/terms.ts"
import { instantOf, type Price, priceOf, quantityOf, ratioOf } from "../value/brand.ts"
import { parseUnits } from "../value/decimal.ts"
import { assetOf } from "../value/money.ts"
import { Ledger } from "./ledger.ts"
import type { Posting } from "./posting.ts"
import type { Valuation } from "./worth.ts"

const USDT = assetOf("USDT")

const pair = (index: number, base: string, quote: string, step = 10): Instrument => ({
  index,
  symbol: `${base}${quote}`,
  base: assetOf(base),
  quote: assetOf(quote),
  priceScale: quote === "BTC" ? 5 : 2,
  quantityScale: 5,
  filters: {
    tick: priceOf(1),
    minPrice: priceOf(1),
    maxPrice: priceOf(0),
    step: quantityOf(step),
    minQuantity: quantityOf(step),
    maxQuantity: quantityOf(0),
    marketMaxQuantity: quantityOf(0),
    minNotional: quote === "BTC" ? 10_000n : 500_000_000n,
    maxNotional: 0n,
    isMinNotionalForMarket: true,
    isMaxNotionalForMarket: false,
    bidUp: ratioOf(0),
    bidDown: ratioOf(0),
    askUp: ratioOf(0),
    askDown: ratioOf(0),
    meanMinutes: 0,
    maxOrders: 200,
    maxStopOrders: 5,
    maxIcebergParts: 10,
  },
  source: "generated",
})

const instruments = [
  pair(0, "BTC", "USDT"),
  pair(1, "ETH", "BTC"),
  pair(2, "BNB", "USDT"),
  pair(3, "BTC", "USDC"),
  pair(4, "USDC", "USDT"),
]
const options = { instruments, accountAsset: USDT }
const units = (text: string): bigint => parseUnits(text, 8)
const at = instantOf(1_700_000_000_000_000)
const noPrices: Valuation = () => undefined
const prices =
  (known: Readonly<Record<string, string>>): Valuation =>
  (code) =>
    known[code] === undefined ? undefined : units(known[code])

let made = 0

interface Told {
  readonly side: Side
  readonly quantity: string
  readonly price: string
  readonly instrument?: number
  readonly fee?: string
  readonly stop?: string
  readonly values?: Valuation
  readonly id?: string
  readonly list?: string
  readonly status?: "open" | "filled"
}

function trade(ledger: Ledger, told: Told): Posting {
  const instrument = instruments[told.instrument ?? 0]
  const quantity = parseQuantity(instrument, told.quantity)
  const price = parsePrice(instrument, told.price)
  const [feeText = "0", feeAsset = "USDT"] = (told.fee ?? "0 USDT").split(" ")
  const fill: Fill = {
    tradeId: String(++made),
    price,
    quantity,
    quoteUnits: (units(told.quantity) * units(told.price)) / 100_000_000n,
    feeAsset,
    feeUnits: units(feeText),
    isMaker: false,
  }
  const order: Order = {
    id: orderIdOf(told.id ?? `o${made}`),
    instrument: instrument.index,
    side: told.side,
    terms: { type: "market", quantity },
    purpose: told.side === "buy" ? "entry" : "exit",
    strategy: "crossover",
    because: "fast above slow",
    placedAt: at,
    status: told.status ?? "filled",
    ...(told.list === undefined ? {} : { list: orderIdOf(told.list) }),
    filled: quantity,
    filledQuoteUnits: fill.quoteUnits,
    fills: [fill],
  }
  const stop = told.stop === undefined ? undefined : parsePrice(instrument, told.stop)
  const moment = { at: instantOf(at + made), stop }
  return ledger.post(order, fill, told.values ?? noPrices, moment)
}

function funded(text = "1000"): Ledger {
  const ledger = new Ledger(options)
  ledger.deposit(USDT, units(text))
  return ledger
}

const mark =
  (known: Readonly<Record<number, string>>) =>
  (index: number): Price | undefined => {
    const text = known[index]
    return text === undefined ? undefined : parsePrice(instruments[index], text)
  }

describe("holds", () => {
  it("moves funds from free to held and back, once", () => {
    const ledger = funded()
    ledger.hold(orderIdOf("a"), instruments[0], "buy", units("300"))
    expect(ledger.balance("USDT")).toEqual({ freeUnits: units("700"), heldUnits: units("300") })
    ledger.release(orderIdOf("a"))
    ledger.release(orderIdOf("a"))
    expect(ledger.balance("USDT")).toEqual({ freeUnits: units("1000"), heldUnits: 0n })
  })

  it("asserts that what is held was free", () => {
    const ledger = funded()
    const btcusdt = instruments[0]
    expect(() => ledger.hold(orderIdOf("a"), btcusdt, "buy", units("1000.00000001"))).toThrow(
      /1000.00000001 USDT of 1000 free/,
    )
    ledger.hold(orderIdOf("a"), btcusdt, "buy", units("1"))
    expect(() => ledger.hold(orderIdOf("a"), btcusdt, "buy", units("1"))).toThrow(/once/)
  })

  it("pays a fill out of the hold and frees the rest when the order is over", () => {
    const ledger = funded()
    ledger.hold(orderIdOf("a"), instruments[0], "buy", units("300"))
    trade(ledger, { side: "buy", quantity: "0.01", price: "20000", id: "a", status: "open" })
    expect(ledger.balance("USDT")).toEqual({ freeUnits: units("700"), heldUnits: units("100") })
    ledger.release(orderIdOf("a"))
    expect(ledger.balance("USDT")).toEqual({ freeUnits: units("800"), heldUnits: 0n })
  })

  it("lets the two legs of a pair share one hold", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", quantity: "0.01", price: "20000" })
    ledger.hold(orderIdOf("list"), instruments[0], "sell", units("0.01"))
    trade(ledger, { side: "sell", quantity: "0.004", price: "20000", id: "stop", list: "list" })
    expect(ledger.balance("BTC")).toEqual({ freeUnits: 0n, heldUnits: units("0.006") })
    ledger.release(orderIdOf("list"))
    expect(ledger.balance("BTC")).toEqual({ freeUnits: units("0.006"), heldUnits: 0n })
  })

  it("books a fill that comes after the hold was let go, even below zero (RISK-16)", () => {
    const ledger = funded("100")
    trade(ledger, { side: "buy", quantity: "0.01", price: "20000" })
    expect(ledger.balance("USDT").freeUnits).toBe(units("-100"))
    expect(ledger.equity(mark({ 0: "20000" })).units).toBe(units("100"))
  })
})

describe("fees", () => {
  it("makes the position smaller when the fee is taken in the base asset", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", quantity: "0.01", price: "20000", fee: "0.00001 BTC" })
    const position = ledger.position(0)
    expect(position.baseUnits).toBe(units("0.00999"))
    expect(position.quantity).toBe(990)
    expect(position.costUnits).toBe(units("200"))
    expect(position.feesUnits).toBe(units("0.2"))
    expect(position.averagePrice).toBeCloseTo(2_002_002.002, 3)
    expect(ledger.feesPaid()).toBe(units("0.2"))
  })

  it("takes a fee in the quote asset off the proceeds", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", quantity: "0.01", price: "20000" })
    trade(ledger, { side: "sell", quantity: "0.01", price: "21000", fee: "0.21 USDT" })
    expect(ledger.realised()).toBe(units("9.79"))
    expect(ledger.balance("USDT").freeUnits).toBe(units("1009.79"))
  })

  it("disposes of BNB when the fee is taken in BNB, and counts its value as a cost (AUDIT-31)", () => {
    const ledger = funded()
    ledger.deposit(assetOf("BNB"), units("1"), units("200"))
    const values = prices({ BNB: "300" })
    const posting = trade(ledger, {
      side: "buy",
      quantity: "0.01",
      price: "20000",
      fee: "0.0005 BNB",
      values,
    })
    // 0.0005 BNB had cost 0.10 and left for 0.15.
    expect(posting.realisedUnits).toBe(units("0.05"))
    expect(posting.feeUnits).toBe(units("0.15"))
    expect(posting.disposals).toEqual([
      {
        asset: "BNB",
        units: units("0.0005"),
        costUnits: units("0.1"),
        proceedsUnits: units("0.15"),
        acquiredAt: undefined,
      },
    ])
    expect(ledger.position(0).costUnits).toBe(units("200.15"))
  })

  it("takes BNB out of its position when there is no other", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", instrument: 2, quantity: "1", price: "200" })
    trade(ledger, {
      side: "buy",
      quantity: "0.01",
      price: "20000",
      fee: "0.0005 BNB",
      values: prices({ BNB: "300" }),
    })
    expect(ledger.position(2).baseUnits).toBe(units("0.9995"))
    expect(ledger.position(2).realisedUnits).toBe(units("0.05"))
  })

  it("takes a fee in BNB off a sale of BNB", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", instrument: 2, quantity: "1", price: "200" })
    trade(ledger, { side: "sell", instrument: 2, quantity: "0.5", price: "300", fee: "0.001 BNB" })
    expect(ledger.balance("BNB").freeUnits).toBe(units("0.499"))
    expect(ledger.realised()).toBe(units("50") - units("0.3") + units("0.1"))
  })

  it("loses the whole price when the fee takes all that was bought", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", quantity: "0.0001", price: "20000", fee: "0.0001 BTC" })
    expect(ledger.realised()).toBe(units("-2"))
    expect(ledger.position(0).realisedUnits).toBe(units("-2"))
    expect(ledger.position(0).baseUnits).toBe(0n)
    expect(ledger.assets()).toEqual(["USDT"])
    ledger.save()
  })

  it("says which asset had no price and values it by the last one known (RISK-16)", () => {
    const ledger = funded()
    ledger.deposit(assetOf("BNB"), units("1"), units("200"))
    const posting = trade(ledger, {
      side: "buy",
      quantity: "0.01",
      price: "20000",
      fee: "0.0005 BNB",
    })
    expect(posting.unpriced).toEqual(["BNB"])
    expect(posting.feeUnits).toBe(units("0.1"))
    expect(posting.realisedUnits).toBe(0n)
  })
})

describe("positions", () => {
  it("realises by average cost and lists the lots first in, first out", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", quantity: "0.01", price: "20000" })
    trade(ledger, { side: "buy", quantity: "0.01", price: "30000" })
    const posting = trade(ledger, { side: "sell", quantity: "0.01", price: "30000" })
    expect(posting.realisedUnits).toBe(units("50"))
    expect(posting.disposals.map((it) => it.proceedsUnits - it.costUnits)).toEqual([units("100")])
    expect(ledger.position(0).lots.map((it) => it.costUnits)).toEqual([units("300")])
    expect(ledger.position(0).costUnits).toBe(units("250"))
  })

  it("keeps a position per instrument and balances per asset", () => {
    const ledger = funded()
    ledger.deposit(assetOf("USDC"), units("500"), units("500"))
    trade(ledger, { side: "buy", quantity: "0.01", price: "20000" })
    trade(ledger, {
      side: "buy",
      instrument: 3,
      quantity: "0.01",
      price: "21000",
      values: prices({ USDC: "1.001" }),
    })
    expect(ledger.position(0).costUnits).toBe(units("200"))
    expect(ledger.position(3).costUnits).toBe(units("210"))
    expect(ledger.balance("BTC").freeUnits).toBe(units("0.02"))
    expect(ledger.realised()).toBe(units("0.21"))
  })

  it("sells what was deposited at the deposit's own cost, after the position", () => {
    const ledger = funded()
    ledger.deposit(assetOf("BTC"), units("0.01"), units("100"))
    trade(ledger, { side: "buy", quantity: "0.01", price: "20000" })
    trade(ledger, { side: "sell", quantity: "0.02", price: "20000" })
    expect(ledger.realised()).toBe(units("100"))
    expect(ledger.position(0).realisedUnits).toBe(0n)
    expect(ledger.balance("BTC").freeUnits).toBe(0n)
  })

  it("realises nothing on what it never knew of until its cost is found", () => {
    const ledger = funded()
    trade(ledger, { side: "sell", quantity: "0.01", price: "20000" })
    expect(ledger.balance("BTC").freeUnits).toBe(units("-0.01"))
    expect(ledger.realised()).toBe(0n)
    ledger.deposit(assetOf("BTC"), units("0.01"), units("150"))
    expect(ledger.realised()).toBe(units("50"))
    expect(ledger.assets()).toEqual(["USDT"])
  })

  it("does not offer for sale what is owed of an asset (quant.md 5.2)", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", quantity: "0.01", price: "20000", fee: "0.0005 BNB" })
    trade(ledger, { side: "buy", instrument: 2, quantity: "1", price: "200" })
    expect(ledger.balance("BNB").freeUnits).toBe(units("0.9995"))
    expect(ledger.position(2).baseUnits).toBe(units("1"))
    expect(ledger.position(2).quantity).toBe(99_950)
    trade(ledger, { side: "sell", instrument: 2, quantity: "0.9995", price: "200", status: "open" })
    expect(ledger.position(2).openedAt).toBeUndefined()
  })

  it("learns what it owed had cost when a sale brings it", () => {
    const ledger = funded()
    ledger.deposit(assetOf("ETH"), units("1"), units("1000"))
    const at20 = prices({ BTC: "20000" })
    trade(ledger, { side: "buy", instrument: 1, quantity: "0.1", price: "0.05", values: at20 })
    expect(ledger.balance("BTC").freeUnits).toBe(units("-0.005"))
    const at22 = prices({ BTC: "22000" })
    trade(ledger, { side: "sell", instrument: 1, quantity: "0.1", price: "0.05", values: at22 })
    // 0.005 BTC were spent at 100 and came back at 110; the ETH made 10.
    expect(ledger.realised()).toBe(0n)
    expect(ledger.trades()[0]?.pnlUnits).toBe(0n)
    ledger.save()
  })

  it("measures cash in a pair that has the account asset as its base", () => {
    const brl = { ...pair(0, "USDT", "BRL"), priceScale: 3 }
    const ledger = new Ledger({ instruments: [brl], accountAsset: USDT })
    ledger.deposit(assetOf("BRL"), units("500"), units("100"))
    const values = prices({ BRL: "0.2" })
    trade(ledger, { side: "buy", quantity: "20", price: "4", fee: "0.02 USDT", values })
    // 80 BRL had cost 16; 19.98 came for them.
    expect(ledger.realised()).toBe(units("3.98"))
    expect(ledger.balance("USDT").freeUnits).toBe(units("19.98"))
    trade(ledger, { side: "sell", quantity: "19.98", price: "5", values })
    expect(ledger.realised()).toBe(units("3.98"))
    expect(ledger.equity(() => undefined)).toEqual({ units: 0n, unpriced: ["BRL"] })
    ledger.save()
  })

  it("takes what is paid in another asset as a disposal of it, and measures the trade in it", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", quantity: "0.02", price: "20000" })
    const values = prices({ BTC: "25000" })
    const bought = trade(ledger, {
      side: "buy",
      instrument: 1,
      quantity: "0.1",
      price: "0.06",
      values,
    })
    // 0.006 BTC had cost 120 and were spent at 150.
    expect(bought.realisedUnits).toBe(units("30"))
    expect(ledger.position(1).costUnits).toBe(units("0.006"))
    expect(ledger.position(0).baseUnits).toBe(units("0.014"))
    const sold = trade(ledger, {
      side: "sell",
      instrument: 1,
      quantity: "0.1",
      price: "0.07",
      values,
    })
    expect(sold.realisedUnits).toBe(units("25"))
    expect(ledger.position(1).realisedUnits).toBe(units("0.001"))
    expect(ledger.trades()[0]?.pnlUnits).toBe(units("25"))
    expect(ledger.equity(mark({ 0: "25000" })).units).toBe(units("1125"))
  })

  it("withdraws at cost: a transfer is neither gain nor loss", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", quantity: "0.02", price: "20000" })
    ledger.deposit(assetOf("BTC"), units("-0.01"), units("-500"))
    ledger.deposit(USDT, units("-100"))
    expect(ledger.realised()).toBe(0n)
    expect(ledger.position(0).costUnits).toBe(units("200"))
    expect(ledger.balance("USDT").freeUnits).toBe(units("500"))
    ledger.deposit(assetOf("BTC"), units("-0.02"))
    expect(ledger.balance("BTC").freeUnits).toBe(units("-0.01"))
    expect(ledger.position(0).quantity).toBe(0)
    ledger.save()
  })

  it("asks for the cost of another asset that comes", () => {
    expect(() => funded().deposit(assetOf("BTC"), 1n)).toThrow(/with its cost/)
  })
})

describe("equity", () => {
  it("counts held funds and prices over one other instrument", () => {
    const ledger = funded()
    ledger.deposit(assetOf("ETH"), units("2"), units("3000"))
    ledger.hold(orderIdOf("a"), instruments[0], "buy", units("400"))
    const equity = ledger.equity(mark({ 0: "20000", 1: "0.05" }))
    expect(equity).toEqual({ units: units("3000"), unpriced: [] })
  })

  it("names what no mark prices and counts it nothing (RISK-16)", () => {
    const ledger = funded()
    ledger.deposit(assetOf("ETH"), units("2"), units("3000"))
    ledger.deposit(assetOf("XYZ"), units("1"), 0n)
    expect(ledger.equity(mark({ 1: "0.05" }))).toEqual({
      units: units("1000"),
      unpriced: ["ETH", "XYZ"],
    })
  })
})

describe("round trips", () => {
  it("go from flat to flat, net of all fees, with the risk of the first stop (quant.md 1.8)", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", quantity: "0.01", price: "20000", stop: "19600" })
    trade(ledger, { side: "buy", quantity: "0.01", price: "20100", stop: "19900" })
    trade(ledger, { side: "sell", quantity: "0.005", price: "21000", fee: "0.1 USDT" })
    expect(ledger.trades()).toEqual([])
    trade(ledger, { side: "sell", quantity: "0.015", price: "21000", fee: "0.3 USDT" })
    expect(ledger.trades()).toHaveLength(1)
    expect(ledger.trades()[0]).toMatchObject({
      strategy: "crossover",
      because: "fast above slow",
      boughtUnits: units("0.02"),
      soldUnits: units("0.02"),
      paidUnits: units("401"),
      receivedUnits: units("420"),
      pnlUnits: units("18.6"),
      feesUnits: units("0.4"),
      riskUnits: units("9"),
    })
    expect(ledger.position(0).openedAt).toBeUndefined()
  })

  it("end with dust below one step, which stays to the unit", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", quantity: "0.01", price: "20000", fee: "0.00001 BTC" })
    trade(ledger, { side: "sell", quantity: "0.0099", price: "20000", status: "open" })
    expect(ledger.trades()).toHaveLength(1)
    expect(ledger.trades()[0]?.riskUnits).toBeUndefined()
    expect(ledger.position(0).quantity).toBe(0)
    expect(ledger.position(0).baseUnits).toBe(units("0.00009"))
  })

  it("end when the sale is over and the rest is too small to be sold", () => {
    const ledger = funded()
    trade(ledger, { side: "buy", quantity: "0.01", price: "20000" })
    trade(ledger, { side: "sell", quantity: "0.0098", price: "20000", status: "open" })
    expect(ledger.trades()).toHaveLength(0)
    trade(ledger, { side: "buy", quantity: "0.001", price: "20000" })
    trade(ledger, { side: "sell", quantity: "0.001", price: "20000", status: "filled" })
    expect(ledger.trades()).toHaveLength(1)
    expect(ledger.position(0).quantity).toBe(20)
  })
})

describe("a saved ledger", () => {
  it("goes on exactly as it would have", () => {
    const ledger = funded()
    ledger.deposit(assetOf("BNB"), units("1"), units("200"))
    trade(ledger, {
      side: "buy",
      quantity: "0.01",
      price: "20000",
      fee: "0.00001 BTC",
      stop: "19600",
    })
    ledger.hold(orderIdOf("s"), instruments[0], "sell", units("0.0099"))
    const saved = JSON.stringify(ledger.save())
    const again = Ledger.restore(options, JSON.parse(saved))
    expect(JSON.stringify(again.save())).toBe(saved)
    made = 1000
    trade(ledger, { side: "sell", quantity: "0.0099", price: "20500", id: "s" })
    made = 1000
    trade(again, { side: "sell", quantity: "0.0099", price: "20500", id: "s" })
    expect(again.save()).toEqual(ledger.save())
    expect(again.trades()).toEqual(ledger.trades())
  })
})
