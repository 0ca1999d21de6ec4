import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import {
  type Duration,
  type Instant,
  instantOf,
  type Quantity,
  quantityOf,
} from "../value/brand.ts"
import { later, seconds } from "../value/time.ts"
import { isCarriedOut, paidBy, type Shadow, type ShadowView, stepped } from "./shadow.ts"

const START = instantOf(1_700_000_000_000_000)
const instrument = instrumentOf()
const at = (s: number): Instant => later(START, seconds(s))
const due = (s: number, quantity: number) => ({ after: seconds(s), quantity: quantityOf(quantity) })

/** Three parts, ten seconds apart, in a window of a minute; the mid is 10,000.00, the ask a cent above. */
const shadowOf = (told: Partial<Shadow> = {}): Shadow => ({
  instrument: 0,
  quantity: quantityOf(300),
  schedule: [due(0, 100), due(10, 100), due(20, 100)],
  window: seconds(60),
  beganAt: START,
  arrival: 1_000_000,
  ask: 1_000_001,
  filled: 0 as Quantity,
  paid: 0n,
  parts: 0,
  nextAt: START,
  ...told,
})
const viewAt = (s: number, told: Partial<ShadowView> & { ask?: number } = {}): ShadowView => ({
  now: at(s),
  instrument,
  touch: { bid: 999_999, ask: told.ask ?? 1_000_001, last: 1_000_000 },
  askSize: NaN,
  isOpen: true,
  ...told,
})

/** Plays it from its own moment to its own moment, as the engine does. */
function played(first: Shadow, view: (s: number) => ShadowView): Shadow {
  let shadow = first
  for (let i = 0; i < 1_000 && shadow.over === undefined; i++) {
    shadow = stepped(shadow, view((shadow.nextAt - START) / 1e6))
  }
  return shadow
}

describe("TIER-15: a rehearsal of an entry in parts", () => {
  it("buys each part when it is due, at what is offered then, and is over with the last", () => {
    const asks = [1_000_001, 1_000_011, 1_000_021]
    const first = stepped(shadowOf(), viewAt(0, { ask: asks[0] }))
    expect(first).toMatchObject({ filled: 100, parts: 1, nextAt: at(10) })
    const second = stepped(first, viewAt(10, { ask: asks[1] }))
    expect(second).toMatchObject({ filled: 200, parts: 2, nextAt: at(20) })
    const third = stepped(second, viewAt(20, { ask: asks[2] }))
    expect(third).toMatchObject({ filled: 300, parts: 3, over: "all of it would be bought" })
    expect(paidBy(third)).toBe(1_000_011)
    expect(isCarriedOut(third)).toBe(true)
  })

  it("takes no more than is offered at the best price, and tries for the rest a second later", () => {
    const first = stepped(shadowOf(), viewAt(0, { askSize: 40 }))
    expect(first).toMatchObject({ filled: 40, nextAt: at(1) })
    expect(stepped(first, viewAt(1, { askSize: 1_000 }))).toMatchObject({
      filled: 100,
      nextAt: at(10),
    })
  })

  it("waits while there is no market, or its price is old", () => {
    const waited = stepped(shadowOf(), viewAt(0, { isOpen: false }))
    expect(waited).toMatchObject({ filled: 0, parts: 0, nextAt: at(1) })
  })

  it.each([
    [1_005_000, undefined],
    [1_005_100, "the price is 51 bp worse than at its arrival (EXEC-22)"],
  ])("is given up beyond half a percent above its arrival: at %i", (ask, over) => {
    expect(stepped(shadowOf(), viewAt(0, { ask })).over).toBe(over)
  })

  it("ends with its window, and counts from four fifths on (TIER-17, EXEC-45)", () => {
    const over = stepped(shadowOf({ filled: quantityOf(240), paid: 240_000_000n }), viewAt(60))
    expect(over).toMatchObject({ over: "its window is over", filled: 240 })
    expect(isCarriedOut(over)).toBe(true)
    const less = shadowOf({ filled: quantityOf(239), paid: 239_000_000n })
    expect(isCarriedOut(stepped(less, viewAt(60)))).toBe(false)
    expect(isCarriedOut(stepped(shadowOf(), viewAt(60)))).toBe(false)
  })

  it("never buys more than all of it, nor more at once than is offered, whatever the market does", () => {
    const moment = fc.record({
      ask: fc.integer({ min: 990_000, max: 1_010_000 }),
      askSize: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constant(NaN)),
      isOpen: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 40 }), (moments) => {
        let before = 0
        const view = (s: number): ShadowView =>
          viewAt(s, moments[Math.floor(s) % moments.length] ?? {})
        const end = played(shadowOf(), (s) => view(s))
        expect(end.over).toBeDefined()
        expect(end.filled).toBeLessThanOrEqual(end.quantity)
        for (let shadow = shadowOf(); shadow.over === undefined;) {
          const seen = view((shadow.nextAt - START) / 1e6)
          shadow = stepped(shadow, seen)
          const bought = shadow.filled - before
          before = shadow.filled
          expect(bought).toBeGreaterThanOrEqual(0)
          if (seen.askSize >= 0) expect(bought).toBeLessThanOrEqual(seen.askSize)
          expect(shadow.over ?? shadow.nextAt > seen.now).toBeTruthy()
        }
      }),
    )
  })

  it("is over at once when it is looked at late", () => {
    const late = (3_600 * 1e6) as Duration
    expect(stepped(shadowOf(), viewAt(late / 1e6))).toMatchObject({
      over: "its window is over",
      filled: 0,
    })
  })
})
