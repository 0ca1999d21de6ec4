import { describe, expect, it } from "vitest"
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
import type { Intent } from "../order/intent.ts"
import type { Verdict } from "../order/verdict.ts"
import { instantOf } from "../value/brand.ts"
import { minutes } from "../value/time.ts"
import { judgeTilt, type TiltLevel } from "./tilt-rule.ts"

const NOW = instantOf(minutes(1_000))
const judge = (intent: Intent, tiltLevel: TiltLevel, waited = Infinity): Verdict => {
  const lastManualAt = instantOf(NOW - waited)
  return judgeTilt(intent, sceneOf(intent, { now: NOW, tiltLevel, lastManualAt }))
}
const LEVELS: readonly TiltLevel[] = [0, 1, 2, 3]
const refusal = (id: string): unknown => expect.objectContaining({ answer: "refuse", id })
const byHand = entryIntent({ author: TRADER })

describe("TILT-45: level 3 locks", () => {
  it.each([
    ["by hand", byHand],
    ["of a strategy", entryIntent({ author: STRATEGY })],
  ])("refuses entries %s", (_, intent) => {
    expect(judge(intent, 2)).toMatchObject({ answer: "shrink" })
    expect(judge(intent, 3)).toEqual(refusal("TILT-45"))
  })
})

describe("TILT-44: level 2 halves", () => {
  it.each([
    [2, 1],
    [200, 100],
    [201, 100],
    [1, 0],
  ])("an entry of %i becomes %i", (quantity, half) => {
    expect(judge(entryIntent({ quantity }), 2)).toMatchObject({
      answer: "shrink",
      id: "TILT-44",
      quantity: half,
    })
  })

  it("leaves sizes alone below level 2", () => {
    for (const level of [0, 1] as const) {
      expect(judge(entryIntent(), level)).toMatchObject({ answer: "allow" })
    }
  })
})

describe("TILT-49: at least 5 minutes between entries by hand", () => {
  it.each([
    [1, minutes(5) - 1, refusal("TILT-49")],
    [1, minutes(5), expect.objectContaining({ answer: "allow" })],
    [1, minutes(5) + 1, expect.objectContaining({ answer: "allow" })],
    [2, minutes(5) - 1, refusal("TILT-49")],
    [2, minutes(5), expect.objectContaining({ answer: "shrink" })],
    [0, 0, { answer: "allow" }],
  ] as const)("level %i, %i microseconds after the last one", (level, waited, verdict) => {
    expect(judge(byHand, level, waited)).toEqual(verdict)
  })

  it("does not space out what a strategy does", () => {
    expect(judge(entryIntent(), 1, 0)).toMatchObject({ answer: "allow" })
  })
})

it("RISK-53: exits, stops and cancels are exempt at every level", () => {
  for (const level of LEVELS) {
    for (const intent of [exitIntent(200, TRADER), stopIntent(), pairIntent(), cancelIntent()]) {
      expect(judge(intent, level, 0)).toEqual({ answer: "allow" })
    }
  }
})
