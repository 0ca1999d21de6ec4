import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import { minutes } from "../value/time.ts"
import { BAR, emptyRow, LEVEL, OPEN, QUOTE, type Row, Tape, TRADE } from "./tape.ts"

const row = (told: Partial<Row>): Row => ({
  ...emptyRow(),
  kind: TRADE,
  time: 0,
  seen: told.time ?? 0,
  a: 1,
  b: 1,
  ...told,
})
const WIDE: ReadonlySet<number> = new Set([QUOTE, BAR])

const ROWS = fc
  .array(
    fc.record({
      kind: fc.constantFrom(TRADE, QUOTE, OPEN, BAR, LEVEL),
      flag: fc.integer({ min: 0, max: 7 }),
      instrument: fc.integer({ min: 0, max: 65_535 }),
      pause: fc.integer({ min: 0, max: 3 }),
      lag: fc.integer({ min: 0, max: 3 }),
      values: fc.array(fc.integer({ min: 0, max: 2 ** 53 - 1 }), { minLength: 5, maxLength: 5 }),
    }),
    { maxLength: 60 },
  )
  .map((steps) => {
    let time = 1.7e15
    let seen = time
    return steps.map(({ kind, flag, instrument, pause, lag, values }): Row => {
      time += pause
      seen = Math.max(seen, time + lag)
      const [a, b, c, d, e] = values
      const rest = WIDE.has(kind) ? { c, d, e } : {}
      return { ...emptyRow(), kind, flag, instrument, time, seen, a, b, ...rest }
    })
  })

describe("a tape", () => {
  it("gives back every row as it was pushed, however small it began", () => {
    fc.assert(
      fc.property(ROWS, fc.integer({ min: 0, max: 20 }), (rows, capacity) => {
        const tape = new Tape([instrumentOf()], capacity)
        for (const one of rows) tape.push(one)
        expect(tape.length).toBe(rows.length)
        rows.forEach((one, i) => {
          const read = emptyRow()
          tape.read(i, read)
          const { kind } = one
          expect(WIDE.has(kind) ? read : { ...read, c: NaN, d: NaN, e: NaN }).toEqual(one)
        })
      }),
    )
  })

  it("forgets its oldest rows, and keeps counting from the first", () => {
    fc.assert(
      fc.property(ROWS, fc.nat(), (rows, n) => {
        const tape = new Tape([instrumentOf()], 1)
        for (const one of rows) tape.push(one)
        const count = rows.length === 0 ? 0 : n % (rows.length + 1)
        tape.forget(count)
        expect([tape.first, tape.length, tape.end]).toEqual([
          count,
          rows.length - count,
          rows.length,
        ])
        const last = rows.at(-1)
        const time = (last?.time ?? 0) + 1
        tape.push(row({ time, seen: (last?.seen ?? 0) + 1, a: 42 }))
        const read = emptyRow()
        rows.slice(count).forEach((one, i) => {
          tape.read(i, read)
          expect([read.kind, read.time, read.seen, read.a]).toEqual([
            one.kind,
            one.time,
            one.seen,
            one.a,
          ])
        })
        tape.read(tape.length - 1, read)
        expect(read.a).toBe(42)
      }),
    )
  })

  it("does not forget more than it holds", () => {
    const tape = new Tape([instrumentOf()])
    expect(() => tape.forget(1)).toThrow()
  })

  it("keeps no columns for quotes and bars while it holds only trades", () => {
    const tape = new Tape([instrumentOf()])
    tape.push(row({}))
    tape.push(row({ kind: OPEN }))
    tape.push(row({ kind: LEVEL }))
    expect(tape.c.length).toBe(0)
    tape.push(row({ kind: QUOTE, c: 3, d: 4, e: 5 }))
    expect([tape.c[3], tape.d[3], tape.e[3]]).toEqual([3, 4, 5])
  })

  it.each([
    ["back in exchange time", { time: 9, seen: 20 }, "exchange time"],
    ["seen before it happened", { time: 21, seen: 20 }, "before it happened"],
  ])("takes no row that goes %s", (_, told, words) => {
    const tape = new Tape([instrumentOf()])
    tape.push(row({ time: 10, seen: 15 }))
    expect(() => tape.push(row(told))).toThrow(words)
    expect(tape.length).toBe(1)
    tape.push(row({ time: 10, seen: 15 }))
    expect(tape.length).toBe(2)
  })

  it("lets no row overtake the one ahead of it on the way to the trader", () => {
    const tape = new Tape([instrumentOf()])
    tape.push(row({ time: 10, seen: 15 }))
    tape.push(row({ time: 11, seen: 14 }))
    tape.push(row({ time: 12, seen: 16 }))
    expect([tape.seen[0], tape.seen[1], tape.seen[2]]).toEqual([15, 15, 16])
  })

  it("knows the length of an instrument's bars, 0 where it has none", () => {
    const tape = new Tape([instrumentOf(), instrumentOf({ index: 1, base: "ETH" })])
    tape.setInterval(1, minutes(5))
    expect([...tape.intervals]).toEqual([0, minutes(5)])
  })
})
