import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import type { Order } from "../order/order.ts"
import { orderIdOf } from "../order/request.ts"
import type { Side } from "../order/terms.ts"
import { instantOf, priceOf, quantityOf } from "../value/brand.ts"
import { assetOf } from "../value/money.ts"
import { Ledger } from "./ledger.ts"
import type { Posting } from "./posting.ts"
import type { Valuation } from "./worth.ts"

const USDT = assetOf("USDT")
const at = instantOf(1_700_000_000_000_000)
const instruments = [
  instrumentOf({ index: 0 }),
  instrumentOf({ index: 1, quote: "USDC" }),
  instrumentOf({ index: 2, base: "BNB" }),
]

interface Told {
  readonly side: Side
  readonly instrument?: number
  /** Counts of 0.00001. */
  readonly quantity: number
  readonly quoteUnits: bigint
  readonly fee?: readonly [units: bigint, asset: string]
  readonly stop?: number
  readonly isOpen?: boolean
  readonly values?: Valuation
}

function post(ledger: Ledger, told: Told): Posting {
  const [feeUnits, feeAsset] = told.fee ?? [0n, "USDT"]
  const quantity = quantityOf(told.quantity)
  const price = priceOf(Number(told.quoteUnits / (10n * BigInt(Math.max(1, told.quantity)))))
  const fill = {
    tradeId: "t-1",
    price,
    quantity,
    quoteUnits: told.quoteUnits,
    feeAsset,
    feeUnits,
    isMaker: false,
  }
  const order: Order = {
    id: orderIdOf("o-1"),
    instrument: told.instrument ?? 0,
    side: told.side,
    terms: { type: "market", quantity },
    purpose: told.side === "buy" ? "entry" : "exit",
    strategy: "crossover",
    because: "fast above slow",
    placedAt: at,
    status: told.isOpen ? "open" : "filled",
    filled: quantity,
    filledQuoteUnits: told.quoteUnits,
    fills: [fill],
  }
  const stop = told.stop === undefined ? undefined : priceOf(told.stop)
  return ledger.post(order, fill, told.values ?? (() => undefined), { at, stop })
}

function funded(units = 1_000n): Ledger {
  const ledger = new Ledger({ instruments, accountAsset: USDT })
  ledger.deposit(USDT, units)
  return ledger
}

describe("both sides of a fill (double entry)", () => {
  it("of a purchase: what comes, what is paid, and what the exchange keeps", () => {
    const bought = { side: "buy", quantity: 1, quoteUnits: 500n, fee: [3n, "BNB"] } as const
    const { legs, ...about } = post(funded(), bought)
    expect(legs).toEqual([
      { account: "ours", asset: "BTC", units: 1_000n },
      { account: "market", asset: "BTC", units: -1_000n },
      { account: "ours", asset: "USDT", units: -500n },
      { account: "market", asset: "USDT", units: 500n },
      { account: "ours", asset: "BNB", units: -3n },
      { account: "fees", asset: "BNB", units: 3n },
    ])
    expect(about).toMatchObject({ orderId: "o-1", tradeId: "t-1", instrument: 0, at })
  })

  it("of a sale, and without a fee none of its legs", () => {
    const { legs } = post(funded(), { side: "sell", quantity: 2, quoteUnits: 700n })
    expect(legs).toEqual([
      { account: "ours", asset: "BTC", units: -2_000n },
      { account: "market", asset: "BTC", units: 2_000n },
      { account: "ours", asset: "USDT", units: 700n },
      { account: "market", asset: "USDT", units: -700n },
    ])
  })

  it("of nothing at all is refused; something for nothing is a fact", () => {
    const nothing = { side: "buy", quantity: 0, quoteUnits: 5n } as const
    expect(() => post(funded(), nothing)).toThrow("a fill moves something")
    const less = { side: "buy", quantity: 1, quoteUnits: -1n } as const
    expect(() => post(funded(), less)).toThrow("a fill moves something")
    const ledger = funded()
    post(ledger, { side: "buy", quantity: 1, quoteUnits: 0n })
    expect(ledger.balance("BTC").freeUnits).toBe(1_000n)
  })
})

describe("a fee", () => {
  it("is said in the quote asset, also while nobody prices that (RISK-16)", () => {
    const ledger = funded()
    const buy = { side: "buy", instrument: 1, quantity: 1, quoteUnits: 500n } as const
    expect(post(ledger, { ...buy, fee: [4n, "USDC"] }).feeUnits).toBe(0n)
    expect(ledger.position(1).feesUnits).toBe(4n)
    post(ledger, { ...buy, fee: [100n, "BTC"] })
    // A tenth of what was bought for 500.
    expect(ledger.position(1).feesUnits).toBe(4n + 50n)
  })

  it("in the base asset is valued by the fill's own price, whatever others say of it", () => {
    const values: Valuation = (code) => (code === "USDC" ? 100_000_000n : 7n)
    const bought = { side: "buy", quantity: 1, quoteUnits: 500n, fee: [100n, "BTC"] } as const
    expect(post(funded(), { ...bought, values }).feeUnits).toBe(50n)
    expect(post(funded(), { ...bought, instrument: 1, values }).feeUnits).toBe(50n)
  })

  it("of nothing asks for no price, whatever asset it names", () => {
    const bought = { side: "buy", quantity: 1, quoteUnits: 500n, fee: [0n, "XYZ"] } as const
    expect(post(funded(), bought).unpriced).toEqual([])
  })

  it("and a quote asset that nobody prices are named, each once (RISK-16)", () => {
    const bought = { side: "buy", instrument: 1, quantity: 1, quoteUnits: 500n } as const
    expect(post(funded(), { ...bought, fee: [1n, "BNB"] }).unpriced).toEqual(["USDC", "BNB"])
    expect(post(funded(), { ...bought, fee: [1n, "USDC"] }).unpriced).toEqual(["USDC"])
    expect(post(funded(), { ...bought, fee: [1n, "BTC"] }).unpriced).toEqual(["USDC"])
  })

  it("that takes all that was bought leaves nothing to dispose of", () => {
    const bought = { side: "buy", quantity: 1, quoteUnits: 500n, fee: [1_000n, "BTC"] } as const
    const ledger = funded()
    expect(post(ledger, bought)).toMatchObject({ realisedUnits: -500n, disposals: [] })
    expect(ledger.balance("BTC").freeUnits).toBe(0n)
  })

  it("that takes more than was bought is owed, or taken out of what was there", () => {
    const owing = funded()
    const bought = { side: "buy", quantity: 1, quoteUnits: 500n, fee: [1_400n, "BTC"] } as const
    post(owing, bought)
    expect(owing.balance("BTC").freeUnits).toBe(-400n)
    owing.save()
    const rich = funded()
    post(rich, { side: "buy", quantity: 1, quoteUnits: 500n })
    const { disposals } = post(rich, bought)
    expect(disposals.map(({ units, costUnits }) => [units, costUnits])).toEqual([
      [1_000n, 500n],
      [400n, 480n],
    ])
    expect(rich.balance("BTC").freeUnits).toBe(600n)
    expect(rich.position(0).baseUnits).toBe(600n)
    rich.save()
  })

  it("that takes all that a sale brought leaves nothing; one that takes more is paid from the rest", () => {
    const all = funded(0n)
    post(all, { side: "buy", quantity: 1, quoteUnits: 500n })
    post(all, { side: "sell", quantity: 1, quoteUnits: 300n, fee: [300n, "USDT"] })
    expect([all.realised(), all.balance("USDT").freeUnits]).toEqual([-500n, -500n])
    const more = funded()
    post(more, { side: "buy", quantity: 1, quoteUnits: 500n })
    post(more, { side: "sell", quantity: 1, quoteUnits: 300n, fee: [310n, "USDT"] })
    expect([more.realised(), more.balance("USDT").freeUnits]).toEqual([-510n, 490n])
    more.save()
  })
})

describe("a round trip", () => {
  it("goes on while a sale of it is under way, and ends when that is over (RISK-16)", () => {
    const ledger = funded(10n ** 12n)
    post(ledger, { side: "buy", quantity: 1_000, quoteUnits: 10_000_000_000n })
    const sale = { side: "sell", quantity: 950, quoteUnits: 9_500_000_000n } as const
    post(ledger, { ...sale, isOpen: true })
    expect(ledger.trades()).toHaveLength(0)
    expect(ledger.position(0).openedAt).toBe(at)
  })

  it("ends when the rest is worth less than the smallest order, to the unit", () => {
    // The smallest order is 500,000,000 units; 50 counts are left.
    const rest = (quoteUnits: bigint): number => {
      const ledger = funded(10n ** 12n)
      post(ledger, { side: "buy", quantity: 100, quoteUnits: 1_000_000_000n })
      post(ledger, { side: "sell", quantity: 50, quoteUnits })
      return ledger.trades().length
    }
    expect(rest(500_000_000n)).toBe(0)
    expect(rest(499_999_500n)).toBe(1)
  })

  it("does not end by a purchase, however small", () => {
    const ledger = funded(10n ** 12n)
    post(ledger, { side: "buy", quantity: 1, quoteUnits: 10_000_000n })
    expect(ledger.trades()).toHaveLength(0)
    expect(ledger.position(0).openedAt).toBe(at)
  })

  it("ends when what it bought is withdrawn, or taken for a fee", () => {
    const gone = funded(10n ** 12n)
    post(gone, { side: "buy", quantity: 1, quoteUnits: 10_000_000n })
    gone.deposit(assetOf("BTC"), -400n, undefined, at)
    expect(gone.trades()).toHaveLength(1)
    expect(gone.position(0).costUnits).toBe(6_000_000n)
    gone.save()
    const unknown = funded(10n ** 12n)
    post(unknown, { side: "buy", quantity: 1, quoteUnits: 10_000_000n })
    unknown.deposit(assetOf("BTC"), -1_000n)
    expect(unknown.trades().map((it) => it.closedAt)).toEqual([at])
    const later = funded(10n ** 12n)
    post(later, { side: "buy", quantity: 1, quoteUnits: 10_000_000n })
    later.deposit(assetOf("BTC"), -1_000n, undefined, instantOf(at + 5))
    expect(later.trades().map((it) => it.closedAt)).toEqual([at + 5])
    const paid = funded(10n ** 12n)
    post(paid, { side: "buy", instrument: 2, quantity: 1, quoteUnits: 20_000n })
    post(paid, { side: "buy", quantity: 1, quoteUnits: 10_000_000n, fee: [1_000n, "BNB"] })
    expect(paid.trades().map((it) => it.instrument)).toEqual([2])
  })

  it("measures its risk from a stop below the entry, or above it, and none at the price itself", () => {
    const risk = (stop: number | undefined): bigint | undefined => {
      const ledger = funded(10n ** 12n)
      const told = { quantity: 100, quoteUnits: 1_000_000_000n }
      post(ledger, { side: "buy", ...told, ...(stop === undefined ? {} : { stop }) })
      post(ledger, { side: "sell", ...told })
      return ledger.trades()[0]?.riskUnits
    }
    expect(risk(980_000)).toBe(20_000_000n)
    expect(risk(1_020_000)).toBe(20_000_000n)
    expect(risk(1_000_000)).toBeUndefined()
    expect(risk(undefined)).toBeUndefined()
  })
})

describe("a ledger", () => {
  it("wants each instrument at its index, and knows no other", () => {
    const [first, second] = instruments
    const options = { instruments: [second, first], accountAsset: USDT }
    expect(() => new Ledger(options)).toThrow("instruments stand at their index")
    expect(() => funded().position(3)).toThrow("the instrument is one of this ledger's")
  })

  it("has nothing of what it never heard of, and names what it holds, also when all is set aside", () => {
    const ledger = funded()
    expect(ledger.balance("XYZ")).toEqual({ freeUnits: 0n, heldUnits: 0n })
    expect(new Ledger({ instruments: [], accountAsset: USDT }).assets()).toEqual([])
    ledger.hold(orderIdOf("a"), instruments[0], "buy", 1_000n)
    expect(ledger.assets()).toEqual(["USDT"])
  })

  it("takes a deposit of nothing for what it is", () => {
    const ledger = funded()
    ledger.deposit(assetOf("BNB"), 0n, 0n)
    ledger.deposit(USDT, 0n)
    expect(ledger.assets()).toEqual(["USDT"])
    // What nobody priced is still worth nothing: 7 units of BNB as a fee cost nothing.
    const bought = { side: "buy", quantity: 1, quoteUnits: 500n, fee: [7n, "BNB"] } as const
    expect(post(ledger, bought).feeUnits).toBe(0n)
    ledger.save()
  })

  it("counts a price in units of its own when assets have different decimals", () => {
    const brl = { code: "BRL", scale: 2 }
    const coarse = { ...instrumentOf({ index: 0, priceScale: 3, quantityScale: 2 }), quote: brl }
    const ledger = new Ledger({ instruments: [coarse], accountAsset: USDT })
    const quantity = quantityOf(200)
    const fill = {
      tradeId: "t",
      price: priceOf(1),
      quantity,
      quoteUnits: 1_000n,
      feeAsset: "BRL",
      feeUnits: 0n,
      isMaker: false,
    }
    const order: Order = {
      id: orderIdOf("o"),
      instrument: 0,
      side: "buy",
      terms: { type: "market", quantity },
      purpose: "entry",
      strategy: "s",
      because: "b",
      placedAt: at,
      status: "filled",
      filled: quantity,
      filledQuoteUnits: 1_000n,
      fills: [fill],
    }
    ledger.post(order, fill, () => undefined)
    // Two bitcoins for 10 reais: 5 each, in thousandths.
    expect(ledger.position(0).averagePrice).toBe(5_000)
  })

  it("wakes only as itself: same instruments, known assets, books that add up", () => {
    const ledger = funded()
    ledger.hold(orderIdOf("a"), instruments[0], "buy", 10n)
    const saved = ledger.save()
    const options = { instruments, accountAsset: USDT }
    const wake = (told: Partial<typeof saved>): (() => unknown) => {
      return () => Ledger.restore(options, { ...saved, ...told })
    }
    expect(wake({})).not.toThrow()
    expect(wake({ positions: saved.positions.slice(1) })).toThrow()
    expect(wake({ contributedUnits: { n: "999" } })).toThrow("costs are what came and was gained")
    expect(wake({ holds: [[orderIdOf("a"), "XYZ", { n: "10" }]] })).toThrow()
    const [usdt, ...rest] = saved.holdings
    const more = { ...usdt, freeUnits: { n: "991" } }
    expect(wake({ holdings: [more, ...rest] })).toThrow("every unit lies in one stock")
  })
})
