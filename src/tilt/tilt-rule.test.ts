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
import { type Duration, instantOf, percent } from "../value/brand.ts"
import { Books } from "../engine/books.ts"
import type { Command } from "../engine/records.ts"
import { CEILINGS } from "../risk/limits.ts"
import { hours, minutes } from "../value/time.ts"
import { stateText } from "./inherit.ts"
import { newState } from "./state.ts"
import { judgeTilt, type TiltLevel } from "./tilt-rule.ts"

const NOW = instantOf(minutes(1_000))
const REASON = Array.from("abcdefghijklmnopqrst", (letter) => `word${letter}`).join(" ")
const judge = (intent: Intent, tiltLevel: TiltLevel, waited = Infinity): Verdict => {
  const lastManualAt = instantOf(NOW - waited)
  return judgeTilt(intent, sceneOf(intent, { now: NOW, tiltLevel, lastManualAt }))
}
const LEVELS: readonly TiltLevel[] = [0, 1, 2, 3]
const refusal = (id: string): unknown => expect.objectContaining({ answer: "refuse", id })
const wishedFor = (because: string): Intent => ({ ...entryIntent({ author: TRADER }), because })
const byHand = wishedFor(REASON)

describe("TILT-44: at level 2 an entry by hand says why, in 20 words", () => {
  it.each([
    [19, refusal("TILT-44")],
    [20, expect.objectContaining({ answer: "shrink", id: "TILT-44" })],
    [21, expect.objectContaining({ answer: "shrink", id: "TILT-44" })],
  ])("a reason of %i words", (many, verdict) => {
    const letters = "abcdefghijklmnopqrstuvwxyz"
    const words = Array.from({ length: many }, (_, i) => `word${letters[i]}`)
    expect(judge(wishedFor(words.join(" ")), 2)).toEqual(verdict)
    expect(judge(wishedFor(words.join(" ")), 1)).toMatchObject({ answer: "allow" })
  })

  it("does not take the same word twenty times for a reason", () => {
    expect(judge(wishedFor("because ".repeat(20)), 2)).toEqual(refusal("TILT-44"))
  })
})

describe("TILT-44, TILT-50: a pause of entries by hand", () => {
  it("holds at every level while a microsecond of it is left, and for strategies never", () => {
    for (const tiltLevel of [0, 1, 2] as const) {
      const ask = (intent: Intent, left: number): Verdict =>
        judgeTilt(intent, sceneOf(intent, { now: NOW, tiltLevel, tiltPauseLeft: left as Duration }))
      expect(ask(byHand, 1)).toEqual(refusal("TILT-44"))
      expect(ask(byHand, 0)).not.toEqual(refusal("TILT-44"))
      expect(ask(entryIntent(), 1)).not.toEqual(refusal("TILT-44"))
    }
  })
})

describe("TILT-54: the way back to full size", () => {
  it.each([
    // $20 is asked; a quarter of it is $5, and the least that can be sold again is about $10.
    [0, 25, 101],
    [0, 75, 150],
    [0, 100, undefined],
    [2, 25, 50],
    [2, 75, 100],
  ] as const)("at level %i with a share of %i %", (tiltLevel, share, left) => {
    const intent = entryIntent({ quantity: 200 })
    const verdict = judgeTilt(intent, sceneOf(intent, { tiltLevel, tiltShare: percent(share) }))
    if (left === undefined) expect(verdict).toEqual({ answer: "allow" })
    else expect(verdict).toMatchObject({ answer: "shrink", quantity: left })
  })
})

describe("TILT-45: level 3 locks", () => {
  it.each([
    ["by hand", byHand],
    ["of a strategy", entryIntent({ author: STRATEGY })],
  ])("refuses entries %s", (_, intent) => {
    expect(judge(intent, 2)).toMatchObject({ answer: "shrink" })
    expect(judge(intent, 3)).toEqual(refusal("TILT-45"))
  })
})

const LOCK = { level: 3, statedUs: hours(24), servedUs: 0 } as const
const LOCKED = stateText({ ...newState(), level: 3, lock: LOCK })

describe("TILT-45: the owner may choose on a calm day that strategies go on behind a lock", () => {
  const scene = (intent: Intent, strategiesGoOn: boolean) =>
    sceneOf(intent, { tiltLevel: 3, strategiesGoOn })
  const ofStrategy = entryIntent({ author: STRATEGY, quantity: 400 })

  it("at a quarter of their size, and entries by hand do not", () => {
    expect(judgeTilt(ofStrategy, scene(ofStrategy, true))).toMatchObject({
      answer: "shrink",
      quantity: 100,
      id: "TILT-45",
    })
    expect(judgeTilt(byHand, scene(byHand, true))).toEqual(refusal("TILT-45"))
    expect(judgeTilt(ofStrategy, scene(ofStrategy, false))).toEqual(refusal("TILT-45"))
  })

  it.each([
    [minutes(30) - 1, false],
    [minutes(30), true],
  ])("once %i microseconds of the lock have been served", (served, isOpen) => {
    const books = new Books({ instruments: [], accountAsset: "USDT" })
    const rules = { limits: CEILINGS, strategiesGoOn: true }
    const tell = (command: Command, at: number) =>
      books.apply({ kind: "command", command }, instantOf(at))
    tell({ kind: "settings", rules }, 0)
    const began = minutes(61)
    books.apply({ kind: "act", act: { kind: "inherited", state: LOCKED } }, instantOf(began))
    for (let left = served; left > 0; left -= minutes(5)) {
      const ranUs = Math.min(left, minutes(5))
      books.apply({ kind: "act", act: { kind: "pulse", ranUs } }, instantOf(began))
    }
    expect(books.tiltAt(instantOf(began)).strategiesGoOn).toBe(isOpen)
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
    [0, minutes(5) - 1, refusal("TILT-49")],
    [0, minutes(5), { answer: "allow" }],
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
