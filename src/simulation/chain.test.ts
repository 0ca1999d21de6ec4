import { describe, expect, it } from "vitest"
import { marketOf, type Said, Stage } from "../../tests/simulation/stage.ts"
import type { Report } from "../order/report.ts"
import { orderIdOf } from "../order/request.ts"
import { priceOf, quantityOf, ratioOf } from "../value/brand.ts"
import { Exchange } from "./exchange.ts"
import { feeSchedule } from "./fees.ts"
import { riskAverse } from "./queue.ts"

const NO_FEES = feeSchedule({ standard: { maker: ratioOf(0), taker: ratioOf(0) } })
const stage = (): Stage => new Stage({ fees: NO_FEES }).quote(99, 100, 101, 100).trade(100, 1)
const stop = (at: number, quantity = 1): Said => ({ type: "stop-loss", quantity, stop: at })
const target = (price: number, quantity = 1): Said => ({ type: "limit-maker", quantity, price })
const buy = (price: number, quantity = 1): { side: "buy"; said: Said } => ({
  side: "buy",
  said: { quantity, price },
})

describe("an order that waits for another to fill (binance-spot.md section 12)", () => {
  it("is placed once the working order has filled whole, and not before", () => {
    const s = stage().placeChain("a", buy(98), { side: "sell", said: [stop(90)] })
    expect(s.heard()).toEqual(["a accepted", "a-1 accepted"])
    expect(s.balance("BTC")).toBe("10")
    s.trade(97, 0.5)
    expect(s.heard()).toEqual(["a filled 1 @ 98 maker fee 0 BTC", "a-1 triggered"])
    expect(s.balance("BTC")).toBe("10 + 1")
    s.trade(90, 1)
    expect(s.heard().slice(0, 2)).toEqual(["a-1 triggered", "a-1 filled 1 @ 99 taker fee 0 USDT"])
  })

  it("is placed at once when the working order takes", () => {
    const s = stage().placeChain("a", buy(101), { side: "sell", said: [stop(90)] })
    expect(s.heard()).toEqual([
      "a accepted",
      "a-1 accepted",
      "a filled 1 @ 101 taker fee 0 BTC",
      "a-1 triggered",
    ])
  })

  it("is a pair of which one ends the other, after OTOCO", () => {
    const s = stage().placeChain("a", buy(101), { side: "sell", said: [stop(90), target(110)] })
    expect(s.balance("BTC")).toBe("10 + 1")
    s.heard()
    s.trade(111, 1, "buy")
    expect(s.heard()).toEqual([
      "a-stop expired OCO_TRIGGER",
      "a-target filled 1 @ 110 maker fee 0 USDT",
    ])
    expect(s.balance("BTC")).toBe("10")
  })

  it("goes with the working order, whichever of the two is cancelled", () => {
    for (const one of ["a", "a-stop", "a-target"]) {
      const s = stage().placeChain("a", buy(98), { side: "sell", said: [stop(90), target(110)] })
      s.heard()
      s.cancel(one)
      expect(s.heard()).toEqual(["a cancelled", "a-stop cancelled", "a-target cancelled"])
      expect(s.balance("USDT")).toBe("10000")
    }
  })

  it("expires with a working order that expires", () => {
    const working: Said = { quantity: 1, price: 98, lifetime: "ioc" }
    const s = stage().placeChain(
      "a",
      { side: "buy", said: working },
      { side: "sell", said: [stop(90)] },
    )
    expect(s.heard().slice(2)).toEqual([
      "a expired UNFILLED_IOC_QUANTITY_EXPIRED",
      "a-1 expired OTO_PHASE_ONE_EXPIRED",
    ])
  })

  it("expires as rejected when it could not be placed by then", () => {
    const s = stage().placeChain("a", buy(98), { side: "sell", said: [stop(97.5, 20)] })
    s.trade(97.9, 1)
    expect(s.heard().slice(2)).toEqual(["a filled 1 @ 98 maker fee 0 BTC", "a-1 expired REJECTED"])
    const t = stage().placeChain("b", buy(98), { side: "sell", said: [stop(97.95)] })
    t.trade(97.9, 1)
    expect(t.heard().at(-1)).toBe("b-1 expired REJECTED")
  })

  it("is refused with its list: bad shapes, ids in use, funds that are not there", () => {
    const s = stage()
    s.placeChain("a", buy(98, 1000), { side: "sell", said: [stop(90)] })
    s.placeChain("b", buy(98), { side: "sell", said: [stop(110), target(90)] })
    s.place("c-1", "buy", { quantity: 1, price: 90 })
    s.placeChain("c", buy(98), { side: "sell", said: [stop(90)] })
    expect(s.heard()).toEqual([
      "a rejected -2010 Account has insufficient balance for requested action.",
      "a-1 rejected -2010 Account has insufficient balance for requested action.",
      "b rejected -2010 The relationship of the prices for the orders is not correct.",
      "b-stop rejected -2010 The relationship of the prices for the orders is not correct.",
      "b-target rejected -2010 The relationship of the prices for the orders is not correct.",
      "c-1 accepted",
      "c rejected -2010 Duplicate order sent.",
      "c-1 rejected -2010 Duplicate order sent.",
    ])
  })

  it("is known after a restart, and still waits", () => {
    const s = stage().placeChain("a", buy(98), { side: "sell", said: [stop(90), target(110)] })
    const reports: Report[] = []
    const half = ratioOf(0)
    const again = Exchange.restore(
      {
        instruments: [marketOf(0, "BTC")],
        fees: NO_FEES,
        queue: riskAverse,
        spread: { tradesHalf: half, barsHalf: half, stopSlippage: half },
        onReport: (_account, report) => reports.push(report),
      },
      JSON.parse(JSON.stringify(s.exchange.save())),
    )
    expect(again.save()).toEqual(s.exchange.save())
    const id = s.exchange.survey("me", s.now).open[1].id
    again.request("me", { kind: "cancel", id, instrument: 0 }, s.now)
    expect(reports.map((it) => it.kind)).toEqual(["cancelled", "cancelled", "cancelled"])
  })
})

describe("a taker that meets an order of its own account (binance-spot.md section 13)", () => {
  it.each([
    ["NONE", ["b filled 1 @ 100 taker fee 0 USDT", "a filled 1 @ 100 maker fee 0 BTC"]],
    ["EXPIRE_TAKER", ["b expired EXPIRED_IN_MATCH"]],
    ["EXPIRE_MAKER", ["a expired EXPIRED_IN_MATCH", "b filled 1 @ 99 taker fee 0 USDT"]],
    ["EXPIRE_BOTH", ["a expired EXPIRED_IN_MATCH", "b expired EXPIRED_IN_MATCH"]],
  ] as const)("under %s", (prevention, told) => {
    const s = stage().place("a", "buy", { quantity: 1, price: 100 })
    s.heard()
    const terms = s.terms({ quantity: 1 })
    const order = { kind: "place", id: orderIdOf("b"), instrument: 0, side: "sell", terms } as const
    s.exchange.request("me", { ...order, prevention }, s.now)
    expect(s.heard()).toEqual(["b accepted", ...told])
    const whole = (asset: string): number =>
      s
        .balance(asset)
        .split(" + ")
        .reduce((sum, part) => sum + Number(part), 0)
    const isSold = prevention === "EXPIRE_MAKER"
    expect([whole("BTC"), whole("USDT")]).toEqual(isSold ? [9, 10_099] : [10, 10_000])
  })
})

describe("an order that is made smaller (binance-spot.md section 11)", () => {
  it("frees what it does not need, goes by its new name, and keeps its number", () => {
    const s = stage().place("a", "buy", { quantity: 2, price: 98 })
    expect(s.balance("USDT")).toBe("9804 + 196")
    expect(s.amend("a", 1, "b")).toBe("amended")
    expect(s.balance("USDT")).toBe("9902 + 98")
    const open = s.exchange.survey("me", s.now).open
    expect(open.map((it) => [it.id, it.venueId, it.quantity])).toEqual([["b", "1", 1000]])
    s.heard()
    s.cancel("b")
    expect(s.heard()).toEqual(["b cancelled"])
  })

  it("keeps its place in the queue", () => {
    const s = stage()
    s.open("other", { USDT: "10000" })
    s.open("seller", { BTC: "10" })
    s.place("a", "buy", { quantity: 2, price: 100 })
    s.place("b", "buy", { quantity: 1, price: 100 }, "other")
    s.amend("a", 1)
    s.heard()
    s.place("c", "sell", { quantity: 1, price: 100 }, "seller")
    expect(s.heard()).toContain("a filled 1 @ 100 maker fee 0 BTC")
  })

  it("is one with the other leg of its pair", () => {
    const s = stage().placePair("p", "sell", stop(90, 2), target(110, 2))
    expect(s.balance("BTC")).toBe("8 + 2")
    expect(s.amend("p-target", 1)).toBe("amended")
    expect(s.balance("BTC")).toBe("9 + 1")
    const quantities = s.exchange.survey("me", s.now).open.map(({ quantity }) => quantity)
    expect(quantities).toEqual([1000, 1000])
  })

  it("is refused when it would grow or stay, and ends when it has filled as much", () => {
    const s = stage().place("a", "buy", { quantity: 2, price: 98 })
    expect(s.amend("a", 3)).toBe("Order amend (quantity increase) is not supported.")
    expect(s.amend("a", 2)).toBe("The requested action would change no state; rejecting")
    expect(s.amend("nobody", 1)).toBe("Order does not exist.")
    const market = marketOf(0, "BTC", "USDT", { step: quantityOf(500), minPrice: priceOf(1) })
    const t = new Stage({ fees: NO_FEES, instruments: [market] })
    t.trade(100, 1).place("a", "buy", { quantity: 2, price: 98 })
    expect(t.amend("a", 0.7)).toBe("Filter failure: LOT_SIZE")
    const u = stage()
    u.open("seller", { BTC: "10" })
    u.place("a", "buy", { quantity: 2, price: 100 })
    u.place("b", "sell", { quantity: 1, price: 100 }, "seller")
    u.heard()
    expect(u.amend("a", 1)).toBe("amended")
    expect(u.heard()).toEqual(["a expired EXCHANGE_CANCELED"])
    expect(u.balance("USDT")).toBe("9900")
  })
})
