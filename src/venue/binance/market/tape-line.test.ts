import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../../../tests/support/instrument.ts"
import { emptyRow, type Row, Tape, TRADE } from "../../../market/tape.ts"
import { type Instant, instantOf } from "../../../value/brand.ts"
import { later, milliseconds, minutes, seconds } from "../../../value/time.ts"
import { TapeLine } from "./tape-line.ts"

/** 200 ms before a minute ends. */
const START = instantOf(minutes(28_000_000) - milliseconds(200))
const TURN = later(START, milliseconds(200))
const after = (at: Instant, ms: number): Instant => later(at, milliseconds(ms))

/** A line with a row on its tape already, at `START`. */
function begun(): { line: TapeLine; tape: Tape; put: (time: number, seen?: number) => void } {
  const tape = new Tape([instrumentOf()])
  const line = new TapeLine(tape)
  const row: Row = { ...emptyRow(), kind: TRADE, a: 1, b: 1 }
  const put = (time: number, seen = time): void => line.add(Object.assign(row, { time, seen }))
  put(START)
  return { line, tape, put }
}
const timesOf = (tape: Tape): number[] => [...tape.time.subarray(0, tape.length)]

describe("rows of many streams on one tape", () => {
  it("give a row that comes late the time of the one before it (DATA-9)", () => {
    const { line, tape, put } = begun()
    put(after(START, 5))
    put(after(START, 3), after(START, 6))
    expect(timesOf(tape)).toEqual([START, after(START, 5), after(START, 5)])
    expect(line.counts).toMatchObject({ rows: 3, moved: 1 })
  })

  it("let the first rows of a minute wait for the last of the minute before (DATA-7)", () => {
    const { line, tape, put } = begun()
    put(after(TURN, 1), after(TURN, 4))
    put(after(TURN, -1), after(TURN, 20))
    put(after(TURN, 2), after(TURN, 30))
    expect(timesOf(tape)).toEqual([START, after(TURN, -1)])
    expect(line.nextDue).toBe(after(TURN, 54))
    line.onTime(after(TURN, 53))
    expect(tape.length).toBe(2)
    line.onTime(after(TURN, 54))
    expect(timesOf(tape).slice(2)).toEqual([after(TURN, 1), after(TURN, 2)])
    put(after(TURN, 60))
    expect(tape.length).toBe(5)
    expect(line.counts.moved).toBe(0)
  })

  it("let waiting rows go when another comes after their time, too", () => {
    const { tape, put } = begun()
    put(after(TURN, 1))
    put(after(TURN, 51))
    expect(timesOf(tape)).toEqual([START, after(TURN, 1), after(TURN, 51)])
  })

  it("are left out and counted when they come from the future", () => {
    const { line, tape, put } = begun()
    put(later(START, seconds(11)), START)
    put(after(START, 1))
    expect([tape.length, line.counts.ahead]).toEqual([2, 1])
  })

  it("never fall in time, are never seen before they happened, and none is lost", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40), fc.integer({ min: -30, max: 90 }))), (steps) => {
        const { line, tape, put } = begun()
        let seen = START
        for (const [gap, late] of steps) {
          seen = after(seen, gap)
          put(seen - milliseconds(late), seen)
        }
        line.onTime(later(seen, seconds(1)))
        expect(tape.length).toBe(steps.length + 1)
        for (let i = 1; i < tape.length; i++) {
          expect(tape.time[i]).toBeGreaterThanOrEqual(tape.time[i - 1])
          expect(tape.seen[i]).toBeGreaterThanOrEqual(tape.time[i])
        }
      }),
    )
  })
})
