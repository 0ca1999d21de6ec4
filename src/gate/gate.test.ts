import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import {
  cancelIntent,
  entryIntent,
  exitIntent,
  pairIntent,
  STRATEGY,
  stopIntent,
  TRADER,
} from "../../tests/support/intent.ts"
import { sceneOf } from "../../tests/support/scene.ts"
import { notional } from "../market/instrument.ts"
import type { Intent } from "../order/intent.ts"
import { orderIdOf } from "../order/request.ts"
import { limitOf } from "../order/terms.ts"
import { RULES } from "../order/verdict.ts"
import { CEILINGS } from "../risk/limits.ts"
import type { TiltLevel } from "../tilt/tilt-rule.ts"
import { DOLLAR } from "../value/amounts.ts"
import { instantOf, PPM, priceOf, quantityOf } from "../value/brand.ts"
import { seconds } from "../value/time.ts"
import { type Admission, Gate, type Scene } from "./gate.ts"

const GATE = new Gate({ limits: CEILINGS })
const ID = orderIdOf("r-7")
const admit = (intent: Intent, told: Partial<Scene> = {}): Admission =>
  GATE.admit(intent, sceneOf(intent, told), ID)
const rules = (admission: Admission): readonly string[] => admission.answers.map((it) => it.rule)

describe("the gate", () => {
  it("asks all six rules in one order and keeps every answer", () => {
    expect(rules(admit(entryIntent()))).toEqual([
      "halt",
      "sanity",
      "tier",
      "limits",
      "tilt",
      "throttle",
    ])
    expect(rules(admit(entryIntent()))).toEqual(RULES)
  })

  it("asks them all also after a refusal, and names the first that refused", () => {
    const refused = admit(entryIntent(), {
      isRunning: false,
      otherPositions: 1,
      tiltLevel: 3,
      sentToday: 1e9,
    })
    expect(rules(refused)).toEqual(RULES)
    expect(refused).toMatchObject({ kind: "refused", by: "halt" })
    const answers = refused.answers.map(({ verdict }) => verdict.answer)
    expect(answers).toEqual(["refuse", "allow", "refuse", "allow", "refuse", "refuse"])
  })

  it.each([
    ["halt", { isRunning: false }],
    ["sanity", { isBusy: true }],
    ["tier", { otherPositions: 1 }],
    ["limits", { entriesToday: 100 }],
    ["tilt", { tiltLevel: 3 }],
    ["throttle", { sentLastTenSeconds: 32 }],
  ] as const)("mints no ticket when %s refuses", (by, told) => {
    const admission = admit(entryIntent(), told)
    expect(admission).toMatchObject({ kind: "refused", by })
    expect(admission).not.toHaveProperty("ticket")
  })

  it("lets each rule judge what the rules before it have left", () => {
    const admission = admit(entryIntent({ quantity: 2_000 }), {
      equityUnits: 1_600n * DOLLAR,
      peakUnits: 1_600n * DOLLAR,
      dayStartUnits: 1_600n * DOLLAR,
      tiltLevel: 2,
    })
    const shrunk = admission.answers.flatMap(({ rule, verdict }) =>
      verdict.answer === "shrink" ? [[rule, verdict.quantity]] : [],
    )
    expect(shrunk).toEqual([
      ["tier", 1_000],
      ["limits", 800],
      ["tilt", 400],
    ])
    expect(admission).toMatchObject({
      kind: "admitted",
      intent: { terms: { quantity: 400 } },
      request: { kind: "place", terms: { quantity: 400 } },
    })
  })

  it("asks once more whether a smaller order can live (RISK-3: never rounded up past 5 %)", () => {
    // Half of $12 could not be sold again.
    const admission = admit(entryIntent({ quantity: 120 }), { tiltLevel: 2 })
    expect(rules(admission)).toEqual([...RULES, "sanity"])
    expect(admission).toMatchObject({ kind: "refused", by: "sanity" })
    expect(admission.answers.at(-1)?.verdict).toMatchObject({ id: "RISK-3" })
  })

  it("makes of each intent the request that it says", () => {
    const request = (intent: Intent): unknown => {
      const admission = admit(intent)
      return admission.kind === "admitted" && admission.request
    }
    const place = { kind: "place", id: "r-7", instrument: 0, side: "sell" }
    expect(request(exitIntent())).toMatchObject(place)
    expect(request({ ...exitIntent(), instead: orderIdOf("r-3") })).toMatchObject({
      kind: "replace",
      cancel: "r-3",
      place,
    })
    expect(request(pairIntent())).toMatchObject({
      kind: "place-pair",
      id: "r-7",
      legs: [
        { id: "r-7s", terms: { type: "stop-loss-limit" } },
        { id: "r-7t", terms: { type: "limit-maker" } },
      ],
    })
    expect(request(cancelIntent())).toEqual({ kind: "cancel", id: "r-7", instrument: 0 })
  })

  it("stops on an intent that makes no sense", () => {
    const { instead, ...aimless } = cancelIntent()
    expect(instead).toBeDefined()
    expect(() => admit(aimless)).toThrow("a cancel names its order")
    expect(() => admit({ ...pairIntent(), instead: ID })).toThrow("a pair replaces nothing")
  })
})

const dollars = (min: number, max: number): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: BigInt(min) * DOLLAR, max: BigInt(max) * DOLLAR })
const MOMENT = fc.record({
  isRunning: fc.boolean(),
  isBusy: fc.boolean(),
  age: fc.integer({ min: 0, max: seconds(3) }),
  equityUnits: dollars(-100, 5_000),
  peakUnits: dollars(0, 5_000),
  dayStartUnits: dollars(0, 5_000),
  freeQuoteUnits: dollars(-10, 5_000),
  positionUnits: dollars(0, 120),
  otherUnits: dollars(0, 300),
  lossToStopUnits: dollars(0, 30),
  quoteValueUnits: fc.option(dollars(0, 3), { nil: undefined }),
  unpriced: fc.constantFrom([], [], [], ["XYZ"]),
  otherPositions: fc.integer({ min: 0, max: 2 }),
  losingDays: fc.integer({ min: 0, max: 4 }),
  entriesToday: fc.integer({ min: 0, max: 110 }),
  tiltLevel: fc.constantFrom<TiltLevel>(0, 0, 0, 1, 2, 3),
  sentLastTenSeconds: fc.integer({ min: 0, max: 45 }),
  sentToday: fc.constantFrom(0, 0, 102_399, 102_400, 127_000),
})

/** Any moment; mostly one at which a good deal is possible, so that entries are admitted too. */
const SCENE = fc
  .record({ any: MOMENT, isCalm: fc.boolean() })
  .map(({ any, isCalm }): Partial<Scene> => {
    const now = instantOf(1e15)
    const { age, otherUnits, ...told } = any
    const scene = {
      ...told,
      now,
      pricedAt: instantOf(now - age),
      exposureUnits: told.positionUnits + otherUnits,
    }
    if (!isCalm) return scene
    const equityUnits = told.equityUnits + 200n * DOLLAR
    return {
      ...scene,
      isRunning: true,
      isBusy: false,
      pricedAt: now,
      equityUnits,
      peakUnits: equityUnits,
      dayStartUnits: equityUnits + told.lossToStopUnits / 3n,
      positionUnits: told.positionUnits / 20n,
      exposureUnits: told.positionUnits / 20n,
      lossToStopUnits: 0n,
      quoteValueUnits: DOLLAR,
      unpriced: [],
      otherPositions: 0,
      entriesToday: 0,
      tiltLevel: (told.tiltLevel % 3) as TiltLevel,
      sentLastTenSeconds: 0,
      sentToday: 0,
    }
  })

const ENTRY = fc
  .record({
    quantity: fc.integer({ min: 0, max: 3_000 }),
    price: fc.integer({ min: 880_000, max: 1_120_000 }),
    stop: fc.integer({ min: 975_000, max: 1_001_000 }),
    author: fc.constantFrom(STRATEGY, TRADER),
    step: fc.constantFrom(1, 1, 7, 50),
  })
  .map(({ step, ...told }) => {
    const quantity = told.quantity - (told.quantity % step)
    const instrument = instrumentOf({ filters: { step: quantityOf(step) } })
    return entryIntent({ ...told, quantity, instrument })
  })

describe("of any intent in any scene", () => {
  it("an admitted entry exceeds neither 5 % of equity nor the tier nor the day nor the money", () => {
    let admitted = 0
    fc.assert(
      fc.property(ENTRY, SCENE, (intent, told) => {
        const admission = admit(intent, told)
        if (admission.kind === "refused") return
        admitted++
        const scene = sceneOf(intent, told)
        const { terms, leave, instrument } = admission.intent
        const price = limitOf(terms)
        if (price === undefined || leave === undefined) throw new Error("An entry has both.")
        const { quantity } = terms
        const cost = notional(instrument, { price, quantity }, "up")
        const worth = (cost * (scene.quoteValueUnits ?? 0n)) / DOLLAR
        expect(scene.positionUnits + worth <= (scene.equityUnits * 5n) / 100n).toBe(true)
        expect(scene.positionUnits + worth <= 100n * DOLLAR).toBe(true)
        expect(scene.exposureUnits + worth <= (scene.equityUnits * 90n) / 100n).toBe(true)
        expect(cost <= scene.freeQuoteUnits).toBe(true)

        const fall = { price: priceOf(price - leave.stop), quantity }
        const lost = notional(instrument, fall, "up") + (cost * 2n * 1_000n) / BigInt(PPM)
        const byShare = (scene.dayStartUnits * 5n) / 100n
        const allowance = byShare < 25n * DOLLAR ? byShare : 25n * DOLLAR
        const today = scene.dayStartUnits - scene.equityUnits
        const atStops = scene.lossToStopUnits + (lost * (scene.quoteValueUnits ?? 0n)) / DOLLAR
        expect((today > 0n ? today : 0n) + atStops <= allowance).toBe(true)
        expect(leave.stop).toBeGreaterThanOrEqual(980_000)
      }),
      { numRuns: 2_000 },
    )
    // A property over refusals alone would prove nothing.
    expect(admitted).toBeGreaterThan(5)
  })

  it("no rule grows a quantity, and an admitted one lies on the step", () => {
    fc.assert(
      fc.property(ENTRY, SCENE, (intent, told) => {
        const admission = admit(intent, told)
        let left: number = intent.terms.quantity
        for (const { verdict } of admission.answers) {
          if (verdict.answer !== "shrink") continue
          expect(verdict.quantity).toBeLessThanOrEqual(left)
          left = verdict.quantity
        }
        expect(admission.intent.terms.quantity).toBe(left)
        if (admission.kind === "admitted") {
          expect(left % intent.instrument.filters.step).toBe(0)
          expect(left).toBeGreaterThan(0)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it("RISK-53: exits, stops and cancels are admitted in every halt, lock and limit", () => {
    const lowering = fc.constantFrom(
      exitIntent(),
      exitIntent(200, TRADER),
      { ...exitIntent(), instead: orderIdOf("r-3") },
      stopIntent(),
      { ...stopIntent(), instead: orderIdOf("r-3") },
      pairIntent(),
      cancelIntent(),
    )
    const price = fc.option(fc.integer({ min: 500_000, max: 2_000_000 }).map(priceOf), {
      nil: undefined,
    })
    fc.assert(
      fc.property(lowering, SCENE, price, (intent, told, lastPrice) => {
        // The exchange's own budget of orders is the one thing that even an exit must wait for.
        const scene = { ...told, lastPrice, sentLastTenSeconds: 38, sentToday: 127_998 }
        expect(admit(intent, scene).kind).toBe("admitted")
      }),
      { numRuns: 1_000 },
    )
  })
})
