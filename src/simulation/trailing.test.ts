import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Said, Stage } from "../../tests/simulation/stage.ts"
import { orderIdOf } from "../order/request.ts"
import type { Side } from "../order/terms.ts"
import { ratioOf } from "../value/brand.ts"
import { feeSchedule } from "./fees.ts"

const NO_FEES = feeSchedule({ standard: { maker: ratioOf(0), taker: ratioOf(0) } })

/** Places a stop that follows the price, and plays trades; told is what became of it. */
function played(
  order: {
    readonly side: Side
    readonly said: Said
    readonly delta: number
    readonly isFromStop?: boolean
  },
  start: number,
  prices: readonly number[],
): { readonly at: number | undefined; readonly stage: Stage } {
  const stage = new Stage({ fees: NO_FEES }, { USDT: "1000000000", BTC: "100000" })
  stage.trade(start, 1)
  const { side, said, delta, isFromStop = false } = order
  const place = {
    kind: "place",
    id: orderIdOf("t"),
    instrument: 0,
    side,
    terms: stage.terms(said),
  } as const
  stage.exchange.request("me", { ...place, trailing: { delta, isFromStop } }, stage.now)
  stage.heard()
  const at = prices.findIndex((price) => stage.trade(price, 1).heard().includes("t triggered"))
  return { at: at < 0 ? undefined : at, stage }
}

describe("stops that follow the price (binance-spot.md section 14)", () => {
  const stop = (at: number): Said => ({ type: "stop-loss", quantity: 1, stop: at })

  it("sell after a fall of delta from the highest price since they were placed", () => {
    const order = { side: "sell", said: stop(100), delta: 500 } as const
    expect(played(order, 100, [100, 110, 105, 104.51, 104.5]).at).toBe(4)
    expect(played(order, 100, [100, 95.01, 95]).at).toBe(2)
  })

  it("buy after a rise of delta from the lowest, once the stop was reached", () => {
    const order = { side: "buy", said: stop(440), delta: 500, isFromStop: true } as const
    // Below the stop nothing is followed; the trade that reaches it is the first extreme.
    expect(played(order, 430, [400, 430, 440, 420, 440.99, 441]).at).toBe(5)
  })

  it("take their profit in the same way", () => {
    const said: Said = { type: "take-profit", quantity: 1, stop: 110 }
    const order = { side: "sell", said, delta: 100, isFromStop: true } as const
    expect(played(order, 100, [109, 105, 110, 112, 110.89, 110.88]).at).toBe(5)
  })

  it("trigger exactly where a simple walk over the trades says", () => {
    const prices = fc.array(fc.integer({ min: 50, max: 200 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(prices, fc.integer({ min: 10, max: 2000 }), (walk, delta) => {
        let high = walk[0]
        const expected = walk.findIndex((price, i) => {
          if (i === 0) return false
          const isTurned = price * 10_000 <= high * (10_000 - delta)
          high = Math.max(high, price)
          return isTurned
        })
        const { at } = played({ side: "sell", said: stop(100), delta }, 100, walk)
        expect(at ?? -1).toBe(expected)
      }),
    )
  })

  it("are where they were after a restart", () => {
    const { stage } = played({ side: "sell", said: stop(100), delta: 500 }, 100, [100, 110])
    const saved = JSON.parse(JSON.stringify(stage.exchange.save()))
    expect(saved.customers[0].orders[0].trail).toEqual({
      delta: 500,
      isFromStop: false,
      extreme: 11_000,
    })
  })
})
