import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Seat } from "../../../tests/support/open-paper.ts"
import { decodeFact } from "../../engine/records.ts"
import { instantOf } from "../../value/brand.ts"
import { later, seconds } from "../../value/time.ts"
import { Breath } from "./breath.ts"

const START = instantOf(1_000_000)

describe("TILT-43: the timer of five quiet minutes", () => {
  it("says in words what to do: in for four, hold for four, out for six", () => {
    const breath = new Breath()
    expect(breath.textAt(START)).toBe("")
    breath.begin(START)
    const steps = Array.from({ length: 15 }, (_, second) =>
      breath
        .textAt(later(START, seconds(second)))
        .slice(8, 12)
        .trim(),
    )
    const round = ["in in in in", "hold hold hold hold", "out out out out out out"]
    expect(steps.join(" ")).toBe(`${round.join(" ")} in`)
    expect(breath.textAt(later(START, seconds(61)))).toContain("3:59 left")
  })

  it("ends by itself after five minutes, and says so for a while", () => {
    const breath = new Breath()
    breath.begin(START)
    expect(breath.textAt(later(START, seconds(299)))).toContain("0:01 left")
    expect(breath.textAt(later(START, seconds(300)))).toMatch(/^Five quiet minutes are over/)
    expect(breath.textAt(later(START, seconds(330)))).toBe("")
  })
})

describe("on the screen", () => {
  let seat: Seat
  beforeEach(async () => {
    seat = await Seat.take()
  })
  afterEach(() => seat.leave())

  it("counts down where answers stand, gives way to them, and ends with Esc or its time (TILT-43)", () => {
    seat.say("tilt breathe")
    seat.wait(5)
    expect(seat.answer).toContain("Breathe hold ▮▮▯▯")
    expect(seat.answer).toContain("4:55 left")
    seat.say("clsoe")
    expect(seat.answer).toContain("is no command")
    seat.press("cut-before", "escape")
    expect(seat.answer).toBe("")
    seat.say("tilt breathe")
    for (let i = 0; i < 301; i++) seat.wait(1)
    expect(seat.answer).toMatch(/^Five quiet minutes are over/)
    const acts = [...seat.paper.records()].map(({ body }) => decodeFact(body))
    expect(
      acts.filter((it) => it.kind === "act" && it.act.kind === "answer" && it.act.to === "breathe"),
    ).toHaveLength(2)
  })

  it("tells the guard which feature a line that was not understood is about (TILT-41)", () => {
    const features = (): readonly (string | undefined)[] =>
      [...seat.paper.records()]
        .map(({ body }) => decodeFact(body))
        .flatMap((it) =>
          it.kind === "act" && it.act.kind === "line" && it.act.outcome === "unclear"
            ? [it.act.feature]
            : [],
        )
    seat.say("twap btc 5")
    seat.press("cut-before")
    seat.say("plan puase btc")
    seat.press("cut-before")
    seat.say("clsoe btc")
    expect(features()).toEqual(["twap", "sliced", undefined])
  })
})
