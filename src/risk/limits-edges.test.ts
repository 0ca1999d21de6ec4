import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { entryIntent, TRADER } from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import type { Intent } from "../order/intent.ts"
import { DOLLAR } from "../value/amounts.ts"
import { instantOf, PPM, priceOf, ratioOf } from "../value/brand.ts"
import {
  CEILINGS,
  drawdownOf,
  ENTRIES_A_DAY,
  judgeLimits,
  type Limits,
  type LimitsScene,
} from "./limits.ts"

// Every limit at its edge, one unit below and one above, over portfolios of any size.

/** The hair between enough and too much. */
const HAIR = fc.constantFrom(-1n, 0n, 1n)
const units = (min: number, max: number): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: BigInt(min) * DOLLAR, max: BigInt(max) * DOLLAR })

/** An order of so many counts at a price, in a quote asset worth so much: whole units in each count. */
const ORDER = fc
  .record({
    quantity: fc.integer({ min: 2, max: 5_000 }),
    price: fc.integer({ min: 100_000, max: 9_000_000 }),
    tenths: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ quantity, price, tenths }) => {
    const quoteValueUnits = (BigInt(tenths) * DOLLAR) / 10n
    const countUnits = (BigInt(price) * quoteValueUnits) / 10_000_000n
    return { quantity, price, quoteValueUnits, worth: countUnits * BigInt(quantity) }
  })
type Order = typeof ORDER extends fc.Arbitrary<infer T> ? T : never

/** Limits as a trader may have tightened them. */
const LIMITS = fc.record({
  position: fc.integer({ min: 1, max: CEILINGS.position }).map(ratioOf),
  dayLoss: fc.integer({ min: 1, max: CEILINGS.dayLoss }).map(ratioOf),
  drawdownHalt: fc.integer({ min: 1, max: CEILINGS.drawdownHalt }).map(ratioOf),
})

const intentOf = ({ price }: Order, quantity: number): Intent =>
  entryIntent({ quantity, price, stop: price - Math.floor(price / 100) })

/** An account so large and calm that no limit but the told one can matter. */
const RICH = 10n ** 18n
function calm({ price, quoteValueUnits }: Order): Partial<LimitsScene> {
  return {
    equityUnits: RICH,
    sizingUnits: RICH,
    peakUnits: RICH,
    dayStartUnits: RICH,
    tierDayLossUnits: RICH,
    lastPrice: priceOf(price),
    quoteValueUnits,
    maxPositions: 1_000,
  }
}

/** What is left of twice the order: its quantity, or who refused. */
function left(order: Order, told: Partial<LimitsScene>, limits: Limits = CEILINGS): unknown {
  const intent = intentOf(order, 2 * order.quantity)
  const verdict = judgeLimits(intent, sceneOf(intent, { ...calm(order), ...told }), limits)
  if (verdict.answer === "shrink") return [verdict.id, verdict.quantity]
  return verdict.answer === "refuse" ? verdict.id : "all"
}

/** Rounded up, so that a share of it is at least the part. */
const wholeOf = (part: bigint, ratio: number): bigint =>
  (part * BigInt(PPM) + BigInt(ratio) - 1n) / BigInt(ratio)

describe("room for a position, of any portfolio", () => {
  it("RISK-1: ends with the last count that fits into the share of equity, and the tightened one", () => {
    fc.assert(
      fc.property(ORDER, units(0, 5_000), LIMITS, HAIR, (order, positionUnits, limits, hair) => {
        const sizingUnits = wholeOf(positionUnits + order.worth, limits.position)
        const room = (sizingUnits * BigInt(limits.position)) / BigInt(PPM)
        const held = room - order.worth - hair
        const told = { sizingUnits, positionUnits: held, exposureUnits: held }
        const fits = hair < 0n ? order.quantity - 1 : order.quantity
        expect(left(order, told, limits)).toEqual(["RISK-1", fits])
      }),
    )
  })

  it("RISK-13: ends with the last count that fits beside all other positions", () => {
    const positions = fc.integer({ min: 2, max: 10 })
    fc.assert(
      fc.property(ORDER, units(0, 1_000), positions, HAIR, (order, more, maxPositions, hair) => {
        const share = order.worth * 2n + more
        const told = {
          sizingUnits: share * 20n,
          maxPositions,
          exposureUnits: share * BigInt(maxPositions) - order.worth - hair,
        }
        const fits = hair < 0n ? order.quantity - 1 : order.quantity
        expect(left(order, told)).toEqual(["RISK-13", fits])
      }),
    )
  })

  it("RISK-13: leaves a tenth of equity unallocated, to the unit", () => {
    fc.assert(
      fc.property(ORDER, units(0, 1_000), HAIR, (order, more, hair) => {
        const equityUnits = order.worth * 3n + more
        const told = {
          equityUnits,
          peakUnits: equityUnits,
          dayStartUnits: equityUnits,
          exposureUnits: (equityUnits * 9n) / 10n - order.worth - hair,
          tierDayLossUnits: RICH,
          lossToStopUnits: -RICH,
        }
        const fits = hair < 0n ? order.quantity - 1 : order.quantity
        expect(left(order, told)).toEqual(["RISK-13", fits])
      }),
    )
  })

  it("RISK-6: ends with the last count whose stop the day can still bear, fees of both ways included", () => {
    fc.assert(
      fc.property(ORDER, units(0, 1_000), units(0, 500), HAIR, (order, lost, atStops, hair) => {
        const distance = Math.floor(order.price / 100)
        const lossPpm = Math.ceil((distance / order.price) * PPM) + 2_000
        const needed = (order.worth * BigInt(lossPpm) + BigInt(PPM) - 1n) / BigInt(PPM)
        // Cautious sizes begin at 80 % of the allowance: the rest of it is far away.
        const tierDayLossUnits = 10n * (lost + atStops + needed)
        const told = {
          equityUnits: RICH - lost,
          lossToStopUnits: tierDayLossUnits - lost - needed - hair,
          tierDayLossUnits,
        }
        const fits = hair < 0n ? order.quantity - 1 : order.quantity
        expect(left(order, told)).toEqual(["RISK-6", fits])
      }),
    )
  })
})

describe("limits that end entries, of any portfolio", () => {
  it("RISK-5 and RISK-7: the day's loss, by the smaller of dollars and share, to the unit", () => {
    fc.assert(
      fc.property(ORDER, units(100, 60_000), units(1, 3_000), LIMITS, HAIR, (...told) => {
        const [order, dayStartUnits, tierDayLossUnits, tight, hair] = told
        const limits = { ...tight, drawdownHalt: CEILINGS.drawdownHalt }
        const share = (dayStartUnits * BigInt(limits.dayLoss)) / BigInt(PPM)
        const allowance = share < tierDayLossUnits ? share : tierDayLossUnits
        const equityUnits = dayStartUnits - allowance - hair
        const scene = { dayStartUnits, tierDayLossUnits, equityUnits, peakUnits: dayStartUnits }
        const answer = left(order, scene, limits)
        if (hair < 0n) expect(answer).not.toBe("RISK-7")
        else expect(answer).toBe("RISK-7")
      }),
    )
  })

  it("RISK-8: the drawdown from the peak, to the unit", () => {
    fc.assert(
      fc.property(ORDER, units(100, 90_000), LIMITS, HAIR, (order, peakUnits, limits, hair) => {
        const fall = (peakUnits * BigInt(limits.drawdownHalt) + BigInt(PPM) - 1n) / BigInt(PPM)
        const equityUnits = peakUnits - fall - hair
        const answer = left(order, { peakUnits, equityUnits, dayStartUnits: equityUnits }, limits)
        if (hair < 0n) expect(answer).not.toBe("RISK-8")
        else expect(answer).toBe("RISK-8")
      }),
    )
  })

  it("RISK-11: the day's entries, one by one", () => {
    fc.assert(
      fc.property(ORDER, fc.integer({ min: -100, max: 100 }), (order, more) => {
        const answer = left(order, { entriesToday: ENTRIES_A_DAY + more })
        expect(answer).toBe(more < 0 ? "all" : "RISK-11")
      }),
    )
  })

  it("RISK-12: a stop at most 2 % away and below the price, to the tick", () => {
    fc.assert(
      fc.property(ORDER, fc.integer({ min: -2, max: 2 }), (order, ticks) => {
        const { price } = order
        const answer = (stop: number): string => {
          const intent = entryIntent({ quantity: 1, price, stop })
          const verdict = judgeLimits(intent, sceneOf(intent, calm(order)), CEILINGS)
          return verdict.answer === "refuse" ? verdict.id : verdict.answer
        }
        const widest = Math.floor((price * 98) / 100)
        expect(answer(widest + ticks)).toBe(ticks < 0 ? "RISK-12" : "allow")
        expect(answer(price + ticks)).toBe(ticks < 0 ? "allow" : "RISK-12")
      }),
    )
  })

  it("RISK-16: an account that is worth nothing, or nobody knows what", () => {
    fc.assert(
      fc.property(ORDER, fc.bigInt({ min: -(10n ** 12n), max: 0n }), (order, equityUnits) => {
        expect(left(order, { equityUnits })).toBe("RISK-16")
        expect(left(order, { unpriced: ["XYZ"] })).toBe("RISK-16")
        expect(left(order, { quoteValueUnits: undefined })).toBe("RISK-16")
        const one = { equityUnits: 1n, peakUnits: 1n, dayStartUnits: 1n }
        expect(left(order, one)).not.toBe("RISK-16")
      }),
    )
  })

  it("RISK-32: the trader's rest, and nobody else's", () => {
    const intent = entryIntent({ quantity: 1, author: TRADER })
    const told = { restsUntil: instantOf(1e15) }
    const answer = (it: Intent, scene: Partial<LimitsScene>): unknown =>
      judgeLimits(it, sceneOf(it, scene), CEILINGS)
    expect(answer(intent, told)).toMatchObject({ answer: "refuse", id: "RISK-32" })
    expect(answer(intent, {})).toMatchObject({ answer: "allow" })
    expect(answer(entryIntent({ quantity: 1 }), told)).toMatchObject({ answer: "allow" })
  })
})

describe("reductions, of any portfolio", () => {
  /** Twice the order fits under every cap, and the smallest position is next to nothing. */
  const roomy = { viableUnits: 0n }
  /** A part of twice the order, in counts. */
  const part = ({ quantity }: Order, share: number): number => Math.floor(2 * quantity * share)

  it("RISK-30: halves sizes from a drawdown of 10 %, to the unit", () => {
    fc.assert(
      fc.property(ORDER, HAIR, (order, hair) => {
        const equityUnits = RICH - RICH / 10n - hair
        const told = { ...roomy, equityUnits, dayStartUnits: equityUnits }
        expect(left(order, told)).toEqual(
          hair < 0n ? "all" : ["RISK-30", Math.max(1, part(order, 0.5))],
        )
      }),
    )
  })

  it("RISK-7: halves sizes from 80 % of the day's loss, to the unit", () => {
    fc.assert(
      fc.property(ORDER, HAIR, units(100, 1_000), (order, hair, tenth) => {
        const told = {
          ...roomy,
          tierDayLossUnits: 10n * tenth,
          equityUnits: RICH - 8n * tenth - hair,
          lossToStopUnits: -RICH,
        }
        expect(left(order, told)).toEqual(hair < 0n ? "all" : ["RISK-7", part(order, 0.5)])
      }),
    )
  })

  it("RISK-10: halves sizes after two losing days, and again after three", () => {
    fc.assert(
      fc.property(ORDER, fc.integer({ min: 0, max: 9 }), (order, losingDays) => {
        const answer = left(order, { ...roomy, losingDays })
        if (losingDays < 2) expect(answer).toBe("all")
        else {
          const least = Math.max(1, part(order, losingDays === 2 ? 0.5 : 0.25))
          expect(answer).toEqual(["RISK-10", least])
        }
      }),
    )
  })

  it("RISK-26: never below the smallest position that can be sold again, while that fits", () => {
    fc.assert(
      fc.property(ORDER, fc.integer({ min: 0, max: 3 }), (order, share) => {
        const viableUnits = (order.worth * BigInt(share)) / 4n
        const count = order.worth / BigInt(order.quantity)
        const viable = Number(viableUnits / count) + 1
        const quarter = part(order, 0.25)
        expect(left(order, { viableUnits, losingDays: 3 })).toEqual([
          "RISK-10",
          Math.max(quarter, viable),
        ])
      }),
    )
  })

  it("are measured in whole parts per million, and are none at the peak or above", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: RICH }),
        fc.integer({ min: 0, max: PPM }),
        (...told) => {
          const [peak, ppm] = told
          const equityUnits = peak - (peak * BigInt(ppm)) / BigInt(PPM)
          const drawdown = drawdownOf({ equityUnits, peakUnits: peak })
          expect(drawdown).toBeLessThanOrEqual(ppm)
          expect(BigInt(drawdown) * peak).toBeLessThanOrEqual((peak - equityUnits) * BigInt(PPM))
          expect(drawdownOf({ equityUnits: peak, peakUnits: peak })).toBe(0)
          expect(drawdownOf({ equityUnits: peak + 1n, peakUnits: peak })).toBe(0)
        },
      ),
    )
    expect(drawdownOf({ equityUnits: -1n, peakUnits: 0n })).toBe(0)
  })
})
