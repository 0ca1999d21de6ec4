import { describe, expect, it } from "vitest"
import { at, Trading } from "../../tests/support/trading.ts"
import { instrumentOf } from "../../tests/support/instrument.ts"
import { TRADE } from "../market/tape.ts"
import { Tick } from "../market/tick.ts"
import type { Report } from "../order/report.ts"
import type { Place, Replace } from "../order/request.ts"
import { priceOf, quantityOf } from "../value/brand.ts"

/** Bought, filled at this price, and the stop on its way. */
function guarded(price = 1_000_000): {
  readonly trading: Trading
  readonly entry: Place
  readonly stop: Place
} {
  const trading = new Trading()
  trading.buy(1)
  const entry = trading.sent[0] as Place
  const { quantity } = entry.terms
  const fill = {
    tradeId: "1",
    price,
    quantity,
    quoteUnits: BigInt(quantity) * BigInt(price) * 10n,
    feeAsset: "USDT",
    feeUnits: 0n,
    isMaker: false,
  }
  const filled = { kind: "filled", id: entry.id, at: at(2), fill } as unknown as Report
  trading.engine.onReport(filled, at(2))
  return { trading, entry, stop: trading.sent[1] as Place }
}

const price = (trading: Trading, second: number, last: number): void => {
  const tick = new Tick()
  const [seen, time] = [at(second), at(second)]
  Object.assign(tick, { kind: TRADE, instrument: 0, time, seen, a: last, b: 1 })
  trading.engine.onMarket(tick)
}

describe("EXEC-66: a stop that the price has skipped", () => {
  it("is not waited for longer than 3 s: taken away and the position sold at any price", () => {
    const { trading, entry, stop } = guarded()
    trading.engine.onReport({ kind: "accepted", id: stop.id, at: at(2), venueId: "9" }, at(2))
    // Below what the stop would sell for, and nothing of it has been filled.
    price(trading, 10, 900_000)
    trading.pass(12.9)
    expect(trading.sent).toHaveLength(2)
    trading.pass(14.5)
    expect(trading.sent).toHaveLength(3)
    expect(trading.sent[2]).toMatchObject({
      kind: "replace",
      cancel: stop.id,
      place: { side: "sell", terms: { quantity: entry.terms.quantity } },
    })
  })

  it("is left where it is when the price comes back in time", () => {
    const { trading, stop } = guarded()
    trading.engine.onReport({ kind: "accepted", id: stop.id, at: at(2), venueId: "9" }, at(2))
    price(trading, 10, 900_000)
    price(trading, 12, 1_000_000)
    trading.pass(60)
    expect(trading.sent).toHaveLength(2)
  })
})

describe("a market whose steps become larger while a position is held", () => {
  const changed = (trading: Trading, second: number, told: object = { step: quantityOf(7) }) => {
    const filters = { ...instrumentOf().filters, ...told }
    trading.notice(second, { about: "rules", instrument: 0, isTrading: true, filters })
  }

  it("gets a new stop in the steps that it takes now", () => {
    const { trading, entry, stop } = guarded()
    changed(trading, 3)
    const refused = { kind: "rejected", id: stop.id, at: at(4), code: -1013, text: "LOT_SIZE" }
    trading.engine.onReport(refused as Report, at(4))
    trading.pass(6)
    const quantity = entry.terms.quantity - (entry.terms.quantity % 7)
    expect(quantity).toBeLessThan(entry.terms.quantity)
    expect(trading.sent[2]).toMatchObject({ kind: "place", side: "sell", terms: { quantity } })
  })

  it("gets a new stop at a price that it takes now, no further away", () => {
    const { trading, stop } = guarded(995_000)
    changed(trading, 3, { tick: priceOf(300) })
    trading.pass(4)
    const refused = { kind: "rejected", id: stop.id, at: at(4), code: -1013, text: "PRICE_FILTER" }
    trading.engine.onReport(refused as Report, at(4))
    // 980,000 is no multiple of 300: the next one above it.
    expect(trading.sent[2]).toMatchObject({ kind: "place", terms: { stop: 980_100 } })
  })

  it("is guarded by a stop for those steps: no maintenance sells it", () => {
    const { trading, stop } = guarded()
    changed(trading, 3)
    trading.pass(4)
    const refused = { kind: "rejected", id: stop.id, at: at(4), code: -1013, text: "LOT_SIZE" }
    trading.engine.onReport(refused as Report, at(4))
    const { id } = trading.sent[2] as Place
    trading.engine.onReport({ kind: "accepted", id, at: at(5), venueId: "9" }, at(5))
    trading.notice(10, { about: "system", isUp: false, says: "system_maintenance" })
    expect(trading.engine.lanes[0]?.leavingBecause).toBeUndefined()
    expect(trading.sent).toHaveLength(3)
  })

  it("keeps the stop that stands", () => {
    const { trading, stop } = guarded()
    trading.engine.onReport({ kind: "accepted", id: stop.id, at: at(2), venueId: "9" }, at(2))
    changed(trading, 3)
    trading.pass(60)
    expect(trading.sent).toHaveLength(2)
  })
})

describe("EXEC-65: a stop of which no word comes", () => {
  it("is given up after 3 s: taken away and the position sold, in one request", () => {
    const { trading, entry, stop } = guarded()
    expect(stop).toMatchObject({ kind: "place", side: "sell", terms: { type: "stop-loss-limit" } })
    trading.pass(4.9)
    expect(trading.sent).toHaveLength(2)
    trading.pass(6.1)
    expect(trading.sent).toHaveLength(3)
    expect(trading.sent[2]).toMatchObject({
      kind: "replace",
      mode: "allow-failure",
      cancel: stop.id,
      place: { side: "sell", terms: { quantity: entry.terms.quantity } },
    })
  })

  it("is asked about for as long as it takes, and found later it is taken back: nothing is sold twice", () => {
    const { trading, entry, stop } = guarded()
    trading.pass(6.1)
    const exit = (trading.sent[2] as Replace).place
    const { quantity } = entry.terms
    const fill = {
      tradeId: "2",
      price: 1_000_000,
      quantity,
      quoteUnits: BigInt(quantity) * 10_000_000n,
      feeAsset: "USDT",
      feeUnits: 0n,
      isMaker: false,
    }
    trading.engine.onReport({ kind: "filled", id: exit.id, at: at(7), fill } as never, at(7))
    const before = trading.sent.length
    trading.engine.onReport({ kind: "accepted", id: stop.id, at: at(8), venueId: "9" }, at(8))
    trading.pass(12)
    const since = trading.sent.slice(before)
    expect(since.length).toBeGreaterThan(0)
    for (const it of since) expect(it).toMatchObject({ kind: "cancel", id: stop.id })
    const end = { kind: "cancelled", id: stop.id, at: at(12), executed: quantityOf(0) } as const
    trading.engine.onReport(end, at(12))
    trading.pass(60)
    expect(trading.sent).toHaveLength(before + since.length)
  })

  it("that is answered in time is left standing", () => {
    const { trading, stop } = guarded()
    trading.engine.onReport({ kind: "accepted", id: stop.id, at: at(3), venueId: "9" }, at(3))
    trading.pass(60)
    expect(trading.sent).toHaveLength(2)
  })
})

describe("EXEC-65: an exit that finds no buyer", () => {
  it("leaves a stop in its place until it is tried again, a heartbeat later", () => {
    const { trading, stop } = guarded()
    trading.engine.onReport({ kind: "accepted", id: stop.id, at: at(2), venueId: "9" }, at(2))
    trading.engine.onCommand({ kind: "close", instrument: 0 }, at(3))
    const unsold = (second: number): void => {
      trading.pass(second)
      const sent = trading.sent.at(-1) as Place | Replace
      const told = { at: at(second), executed: quantityOf(0) }
      if (sent.kind === "replace") {
        const gone = { kind: "cancelled", id: sent.cancel, ...told } as const
        trading.engine.onReport(gone, at(second))
      }
      const { id } = sent.kind === "replace" ? sent.place : sent
      trading.engine.onReport({ kind: "expired", id, reason: "IOC", ...told }, at(second))
    }
    unsold(3.5)
    expect(trading.sent.at(-1)).toMatchObject({ kind: "place", terms: { type: "market" } })
    unsold(4)
    const again = trading.sent.at(-1) as Place
    const { quantity } = stop.terms
    expect(again).toMatchObject({ kind: "place", terms: { type: "stop-loss-limit", quantity } })
    trading.engine.onReport({ kind: "accepted", id: again.id, at: at(4), venueId: "10" }, at(4))
    const before = trading.sent.length
    trading.pass(4.9)
    expect(trading.sent).toHaveLength(before)
    trading.pass(6)
    expect(trading.sent[before]).toMatchObject({
      kind: "replace",
      cancel: again.id,
      place: { terms: { type: "market", quantity } },
    })
  })
})

describe("EXEC-66: a resting stop that the price skips", () => {
  /** Its stop rests, and the price has fallen to this at the fourth second. */
  function fallenTo(price: (stop: Place) => number) {
    const { trading, stop } = guarded()
    trading.engine.onReport({ kind: "accepted", id: stop.id, at: at(3), venueId: "9" }, at(3))
    trading.trade(price(stop), 4)
    return { trading, stop }
  }
  const limitOfStop = ({ terms }: Place): number => ("price" in terms ? terms.price : NaN)

  it("is given up 3 s after, and the position sold at the market", () => {
    const { trading, stop } = fallenTo((it) => limitOfStop(it) - 1)
    trading.pass(6.9)
    expect(trading.sent).toHaveLength(2)
    trading.pass(8)
    expect(trading.sent).toHaveLength(3)
    expect(trading.sent[2]).toMatchObject({
      kind: "replace",
      cancel: stop.id,
      place: { side: "sell", terms: { type: "market", quantity: stop.terms.quantity } },
    })
  })

  it("that still sells at this price, or to which the price comes back, is left to work", () => {
    const { trading } = fallenTo(limitOfStop)
    trading.pass(60)
    expect(trading.sent).toHaveLength(2)
    const back = fallenTo((it) => limitOfStop(it) - 1)
    back.trading.pass(6)
    back.trading.trade(limitOfStop(back.stop), 6.5)
    back.trading.pass(60)
    expect(back.trading.sent).toHaveLength(2)
  })
})
