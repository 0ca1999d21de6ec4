import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../../../tests/support/instrument.ts"
import { instantOf, priceOf, quantityOf } from "../../../value/brand.ts"
import { readUserEvent } from "./user-event.ts"

const INSTRUMENTS = [instrumentOf()]
const AT = instantOf(1_499_405_658_657_000)

/** As the exchange writes one (section 22). */
const NEW = {
  e: "executionReport",
  E: 1_499_405_658_658,
  s: "BTCUSDT",
  c: "r-1",
  S: "BUY",
  o: "LIMIT",
  f: "GTC",
  q: "0.01000000",
  p: "4000.00000000",
  P: "0.00000000",
  F: "0.00000000",
  g: -1,
  C: "",
  x: "NEW",
  X: "NEW",
  r: "NONE",
  i: 4_293_153,
  l: "0.00000000",
  z: "0.00000000",
  L: "0.00000000",
  n: "0",
  N: null,
  T: 1_499_405_658_657,
  t: -1,
  I: 8_641_984,
  w: true,
  m: false,
  M: false,
  O: 1_499_405_658_657,
  Z: "0.00000000",
  Y: "0.00000000",
  Q: "0.00000000",
  W: 1_499_405_658_657,
  V: "EXPIRE_MAKER",
}
const TRADE = {
  ...NEW,
  x: "TRADE",
  X: "PARTIALLY_FILLED",
  l: "0.00400000",
  z: "0.00400000",
  L: "4000.00000000",
  Y: "16.00000000",
  n: "0.00000400",
  N: "BTC",
  t: 77,
  m: true,
}
const news = (event: unknown) => readUserEvent(event, INSTRUMENTS)
const reports = (event: unknown) => {
  const read = news(event)
  return read.kind === "reports" ? read.reports : []
}

describe("an execution report", () => {
  it("of a new order tells its acceptance", () => {
    expect(reports(NEW)).toEqual([{ kind: "accepted", id: "r-1", at: AT, venueId: "4293153" }])
  })

  it("of a stop that begins to work tells that it woke", () => {
    const stop = { ...NEW, o: "STOP_LOSS_LIMIT" }
    expect(reports({ ...stop, w: false }).map((it) => it.kind)).toEqual(["accepted"])
    expect(reports(stop).map((it) => it.kind)).toEqual(["accepted", "triggered"])
  })

  it("of a trade tells the fill, exactly", () => {
    expect(reports(TRADE)).toEqual([
      {
        kind: "filled",
        id: "r-1",
        at: AT,
        fill: {
          tradeId: "77",
          price: priceOf(400_000),
          quantity: quantityOf(400),
          quoteUnits: 1_600_000_000n,
          feeAsset: "BTC",
          feeUnits: 400n,
          isMaker: true,
        },
      },
    ])
  })

  it("of the last trade tells the end, too, so that a lost fill is missed", () => {
    const last = { ...TRADE, X: "FILLED", z: "0.01000000" }
    expect(reports(last)).toMatchObject([
      { kind: "filled" },
      { kind: "told", status: "filled", executed: 1_000, fills: [{ quantity: 400 }] },
    ])
  })

  it("of a cancel goes by the order's own id, which stands in C then", () => {
    const cancelled = { ...NEW, c: "web_77", C: "r-1", x: "CANCELED", X: "CANCELED" }
    expect(reports({ ...cancelled, z: "0.00300000" })).toEqual([
      { kind: "cancelled", id: "r-1", at: AT, executed: 300 },
    ])
  })

  it.each([
    [{ x: "EXPIRED", X: "EXPIRED", eR: "OCO_TRIGGER" }, "OCO_TRIGGER"],
    [{ x: "EXPIRED", X: "EXPIRED" }, "NONE"],
    [{ x: "TRADE_PREVENTION", X: "EXPIRED_IN_MATCH" }, "EXPIRED_IN_MATCH"],
  ])("of an order that expired (%j) tells why", (change, reason) => {
    expect(reports({ ...NEW, ...change })).toMatchObject([{ kind: "expired", reason }])
  })

  it("of a rejection tells it", () => {
    expect(reports({ ...NEW, x: "REJECTED", X: "REJECTED", r: "INSUFFICIENT_BALANCES" })).toEqual([
      { kind: "rejected", id: "r-1", at: AT, code: -2010, text: "INSUFFICIENT_BALANCES" },
    ])
  })

  it("of a market that is none of ours asks for a survey", () => {
    expect(news({ ...TRADE, s: "这是测试币456" })).toEqual({ kind: "shaken" })
  })
})

describe("other events", () => {
  it.each([
    ["outboundAccountPosition", "nothing"],
    ["listStatus", "nothing"],
    ["balanceUpdate", "shaken"],
    ["externalLockUpdate", "shaken"],
    ["eventStreamTerminated", "ended"],
    ["serverShutdown", "closing"],
    ["constructor", "unreadable"],
    ["somethingOfTomorrow", "unreadable"],
  ])("%s comes to %s", (e, kind) => {
    expect(news({ e, E: 1 }).kind).toBe(kind)
  })
})

describe("events that make no sense", () => {
  it("are called unreadable, never thrown and never believed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(TRADE)), fc.jsonValue(), (field, value) => {
        const read = news({ ...TRADE, [field]: value })
        if (read.kind !== "reports") return
        for (const report of read.reports) {
          if (report.kind !== "filled") continue
          expect(Number.isSafeInteger(report.fill.quantity)).toBe(true)
          expect(Number.isSafeInteger(report.fill.price)).toBe(true)
        }
      }),
    )
    for (const text of ["0.004", 0.004, null, "4e-3", "NaN", "-", "", "0.0000000001"]) {
      const read = news({ ...TRADE, l: text })
      expect(read.kind).toBe(text === "0.004" ? "reports" : "unreadable")
    }
    fc.assert(fc.property(fc.jsonValue(), (value) => news(value).kind === "unreadable"))
  })
})
