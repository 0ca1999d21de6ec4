import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import {
  entryIntent,
  exitIntent,
  pairIntent,
  stopIntent,
  TRADER,
} from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import type { Intent } from "../order/intent.ts"
import type { Terms } from "../order/terms.ts"
import { DOLLAR } from "../value/amounts.ts"
import { PPM, priceOf, quantityOf } from "../value/brand.ts"
import type { Closed, Standing } from "./standing.ts"
import { tierAt, TIERS } from "./tier.ts"
import { judgeTier, type TierScene } from "./tier-rule.ts"

// The limits of a tier at their edge, one unit below and one above, over positions of any size.

/** One count of quantity at 10,000 is worth ten cents. */
const COUNT = DOLLAR / 10n
const TIER = fc.constantFrom(...TIERS)
const HAIR = fc.constantFrom(-1n, 0n, 1n)
const NORMAL = sceneOf(entryIntent()).standing

function judge(
  intent: Intent,
  told: Partial<Standing>,
  scene: Partial<TierScene> = {},
): ReturnType<typeof judgeTier> {
  return judgeTier(intent, sceneOf(intent, { ...scene, standing: { ...NORMAL, ...told } }))
}

/** What is left of so many counts asked: the quantity, or who refused. */
function left(quantity: number, told: Partial<Standing>, scene: Partial<TierScene> = {}): unknown {
  const verdict = judge(entryIntent({ quantity }), told, scene)
  if (verdict.answer === "shrink") return [verdict.id, verdict.quantity]
  return verdict.answer === "refuse" ? verdict.id : "all"
}

describe("TIER-2: the size of a position, in every tier", () => {
  it("ends with the last count that fits beside what is held, to the unit", () => {
    const counts = fc.integer({ min: 1, max: 900 })
    fc.assert(
      fc.property(TIER, counts, HAIR, (working, fit, hair) => {
        const positionUnits = working.positionCapUnits - COUNT * BigInt(fit) - hair
        const scene = { positionUnits }
        const fits = hair < 0n ? fit - 1 : fit
        const answer = left(fit + 1, { working }, scene)
        expect(answer).toEqual(fits === 0 ? "TIER-2" : ["TIER-2", fits])
        if (fits > 0) expect(left(fits, { working }, scene)).toBe("all")
      }),
    )
  })

  it("has no room where the cap is reached, or passed by a rise", () => {
    fc.assert(
      fc.property(TIER, fc.bigInt({ min: 0n, max: 10n ** 13n }), (working, risen) => {
        const positionUnits = working.positionCapUnits + risen
        expect(left(1, { working }, { positionUnits })).toBe("TIER-2")
      }),
    )
  })

  it("is the smallest that can be sold again while a recovery lasts (TIER-30)", () => {
    fc.assert(
      fc.property(TIER, fc.integer({ min: 1, max: 500 }), HAIR, (working, fit, hair) => {
        const viableUnits = COUNT * BigInt(fit) + hair
        const told = { working, isMinimumOnly: true }
        const fits = hair < 0n ? fit - 1 : fit
        const answer = left(fit + 1, told, { viableUnits })
        expect(answer).toEqual(fits === 0 ? "TIER-30" : ["TIER-30", fits])
        expect(left(1, told, { viableUnits, positionUnits: viableUnits })).toBe("TIER-30")
      }),
    )
  })
})

describe("TIER-2: the number of positions, in every tier", () => {
  it("is one below its limit at most before another one", () => {
    fc.assert(
      fc.property(TIER, fc.integer({ min: -10, max: 3 }), (working, more) => {
        const otherPositions = Math.max(0, working.maxPositions + more)
        const isFull = otherPositions >= working.maxPositions
        expect(left(1, { working }, { otherPositions })).toBe(isFull ? "TIER-2" : "all")
      }),
    )
  })
})

describe("TIER-24 and RISK-31: a part of the usual size", () => {
  const asked = fc.integer({ min: 1, max: 1_000 })
  const part = fc.integer({ min: 0, max: PPM })

  it("is rounded down, and never grows an order", () => {
    fc.assert(
      fc.property(asked, part, (quantity, sizePpm) => {
        const fits = Math.floor((quantity * sizePpm) / PPM)
        const answer = left(quantity, { sizePpm }, { viableUnits: 0n })
        expect(answer).toEqual(fits === quantity ? "all" : ["TIER-24", fits])
      }),
    )
  })

  it("is not less than what can be sold again, while that is asked (RISK-26)", () => {
    fc.assert(
      fc.property(asked, part, fc.integer({ min: 1, max: 1_000 }), (quantity, sizePpm, viable) => {
        const least = Math.min(quantity, viable)
        const fits = Math.max(Math.floor((quantity * sizePpm) / PPM), least)
        const answer = left(quantity, { sizePpm }, { viableUnits: COUNT * BigInt(viable) })
        expect(answer).toEqual(fits === quantity ? "all" : ["TIER-24", fits])
      }),
    )
  })

  it("lies on the step, whatever the step", () => {
    fc.assert(
      fc.property(asked, part, fc.integer({ min: 1, max: 50 }), (counts, sizePpm, step) => {
        const instrument = instrumentOf({ filters: { step: quantityOf(step) } })
        const quantity = counts * step
        fc.pre(quantity <= 1_000)
        const verdict = judge(
          entryIntent({ quantity, instrument }),
          { sizePpm },
          { viableUnits: 0n },
        )
        const fits = Math.floor((quantity * sizePpm) / PPM)
        const stepped = fits - (fits % step)
        if (stepped < quantity) expect(verdict).toMatchObject({ quantity: stepped })
        else expect(verdict).toMatchObject({ answer: "allow" })
      }),
    )
  })

  it("takes any quantity where the instrument has no step", () => {
    const instrument = instrumentOf({ filters: { step: quantityOf(0) } })
    const half = { sizePpm: 500_000 }
    const verdict = judge(entryIntent({ quantity: 7, instrument }), half, { viableUnits: 0n })
    expect(verdict).toMatchObject({ answer: "shrink", id: "TIER-24", quantity: 3 })
  })
})

describe("what is closed", () => {
  const closed: Closed = { id: "TIER-31", value: "v", limit: "l", because: "It passes by itself." }
  const refused = { answer: "refuse", ...closed }

  it("refuses every entry in the words of what closed it", () => {
    expect(judge(entryIntent(), { closed })).toEqual(refused)
    expect(judge(entryIntent({ author: TRADER }), { closed })).toEqual(refused)
    expect(judge(entryIntent({ author: TRADER }), { closedByHand: closed })).toEqual(refused)
  })

  it("leaves strategies alone where only the hand is closed", () => {
    expect(judge(entryIntent(), { closedByHand: closed })).toMatchObject({ answer: "allow" })
  })

  it("never holds up what lowers risk (RISK-53)", () => {
    for (const intent of [exitIntent(), stopIntent(), pairIntent()]) {
      expect(judge(intent, { closed, sizePpm: 0 }, { otherPositions: 99 })).toEqual({
        answer: "allow",
      })
    }
  })
})

describe("TIER-13: ways to enter", () => {
  const price = priceOf(1_000_000)
  const quantity = quantityOf(200)
  const resting: Terms = { type: "limit", quantity, price, lifetime: "gtc" }
  const iceberg: Terms = { ...resting, iceberg: quantityOf(100) }
  const whole: Terms = { ...resting, lifetime: "fok" }
  const once: Terms = { ...resting, lifetime: "ioc" }
  const maker: Terms = { type: "limit-maker", quantity, price }
  const market: Terms = { type: "market", quantity }
  const waiting: Terms = { type: "stop-loss", quantity, stop: price }
  const answer = (terms: Terms, rank: number): string => {
    const working = tierAt(rank)
    return judge({ ...entryIntent(), terms }, { held: working, working }).answer
  }

  it.each([
    ["once", once, "allow"],
    ["as a maker", maker, "allow"],
    ["resting", resting, "refuse"],
    ["in parts", iceberg, "refuse"],
    ["wholly or not", whole, "refuse"],
  ])("%s is for Sniper as it says, and open from Hunter on", (_, terms, forSniper) => {
    expect(answer(terms, 0)).toBe(forSniper)
    for (const rank of [1, 2, 3]) expect(answer(terms, rank)).toBe("allow")
  })

  it.each([market, waiting])("never without a bound, in any tier", (terms) => {
    for (const rank of [0, 1, 2, 3]) expect(answer(terms, rank)).toBe("refuse")
  })
})
