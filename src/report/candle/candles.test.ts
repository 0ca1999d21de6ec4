import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../../tests/support/instrument.ts"
import { BAR, emptyRow, OPEN, QUOTE, Tape, TRADE } from "../../market/tape.ts"
import type { Duration } from "../../value/brand.ts"
import { minutes, seconds } from "../../value/time.ts"
import { candlesOf } from "./candles.ts"
import { packed } from "./packed.ts"
import { firstAt, type Window } from "./window.ts"

type Rows = readonly (readonly [kind: number, at: number, ...values: number[]])[]

function tapeOf(rows: Rows): Tape {
  const tape = new Tape([instrumentOf()])
  for (const [kind, at, a = 0, b = 0, c = 0, d = 0] of rows) {
    const time = at * 1e6
    tape.push({ ...emptyRow(), kind, flag: 0, instrument: 0, time, seen: time, a, b, c, d, e: 0 })
  }
  return tape
}

describe("candles", () => {
  it("are drawn from trades, and leave out what nobody traded in", () => {
    const tape = tapeOf([
      [TRADE, 0, 100],
      [TRADE, 10, 130],
      [TRADE, 59, 90],
      [TRADE, 180, 95],
    ])
    expect(candlesOf(tape, minutes(1))[0]).toMatchObject({
      openedAt: [0, 180e6],
      open: [100, 95],
      high: [130, 95],
      low: [90, 95],
      close: [90, 95],
    })
  })

  it("put bars into the interval in which they happened, and not the next", () => {
    const tape = tapeOf([
      [OPEN, 0, 100],
      [BAR, 60, 100, 120, 80, 110],
      [OPEN, 60, 110],
      [BAR, 120, 110, 115, 105, 112],
    ])
    expect(candlesOf(tape, minutes(1))[0]).toMatchObject({
      openedAt: [0, 60e6],
      open: [100, 110],
      high: [120, 115],
      low: [80, 105],
      close: [110, 112],
    })
    expect(candlesOf(tape, minutes(2))[0]).toMatchObject({ high: [120], low: [80], close: [112] })
  })

  it("take the middle of quotes where there is nothing better", () => {
    expect(candlesOf(tapeOf([[QUOTE, 1, 100, 5, 104, 5]]), seconds(1))[0]?.close).toEqual([102])
    const both = tapeOf([
      [QUOTE, 1, 100, 5, 104, 5],
      [TRADE, 2, 100],
    ])
    expect(candlesOf(both, minutes(1))[0]?.close).toEqual([100])
  })
})

describe("packed candles", () => {
  /** As the page does it. */
  function unpacked(text: string): readonly (readonly number[])[] {
    const bytes = Uint8Array.from(atob(text), (it) => it.charCodeAt(0))
    const numbers: number[] = []
    let [value, factor] = [0, 1]
    for (const byte of bytes) {
      value += (byte % 128) * factor
      factor *= 128
      if (byte >= 128) continue
      numbers.push(value % 2 === 0 ? value / 2 : -(value + 1) / 2)
      ;[value, factor] = [0, 1]
    }
    const candles: number[][] = []
    let [at, last] = [0, 0]
    for (let i = 0; i < numbers.length; i += 5) {
      const [steps, open, high, low, close] = numbers.slice(i, i + 5)
      at += steps
      const first = last + open
      last = first + close
      candles.push([at, first, first + high, first + low, last])
    }
    return candles
  }

  it("come back as they were, also where prices need more than 32 bits", () => {
    const price = fc.integer({ min: 1, max: 2 ** 50 })
    const candle = fc.tuple(fc.integer({ min: 1, max: 500 }), price, price, price, price)
    fc.assert(
      fc.property(fc.array(candle, { maxLength: 30 }), (rows) => {
        let at = -(rows[0]?.[0] ?? 0)
        const all = rows.map(([steps, ...prices]) => [(at += steps), ...prices])
        const column = (i: number): number[] => all.map((it) => it[i])
        const window: Window = {
          openedAt: column(0).map((it) => it * 60e6),
          open: column(1),
          high: column(2),
          low: column(3),
          close: column(4),
          interval: 60e6 as Duration,
          adverse: null,
          favourable: null,
        }
        expect(unpacked(packed(window))).toEqual(all)
      }),
    )
  })
})

describe("firstAt", () => {
  it("finds the first value that is not before", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(60), (values, at) => {
        const sorted = values.toSorted((a, b) => a - b)
        const found = sorted.findIndex((it) => it >= at)
        expect(firstAt(sorted, at)).toBe(found < 0 ? sorted.length : found)
      }),
    )
  })
})
