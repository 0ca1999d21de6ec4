import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { minutes } from "../value/time.ts"
import { Bar, BarBuilder } from "./bar.ts"

const MINUTE = minutes(1)

interface Told {
  readonly openedAt: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}
interface Trade {
  readonly time: number
  readonly price: number
  readonly quantity: number
}

function copy({ openedAt, open, high, low, close, volume }: Bar): Told {
  return { openedAt, open, high, low, close, volume }
}

/** A builder of so many minutes, and the bars it has told, each with the time that was then. */
function building(length: number): {
  readonly builder: BarBuilder
  readonly bars: Told[]
  readonly toldAt: number[]
  readonly clock: { now: number }
} {
  const bars: Told[] = []
  const toldAt: number[] = []
  const clock = { now: -Infinity }
  const onClose = (bar: Bar): void => {
    bars.push(copy(bar))
    toldAt.push(clock.now)
    bar.spoil()
  }
  const builder = new BarBuilder({ instrument: 3, interval: minutes(length), onClose })
  return { builder, bars, toldAt, clock }
}

/** The same bars the plain way: all trades at hand, one interval after the other. */
function naively(trades: readonly Trade[], interval: number): Told[] {
  const last = trades.at(-1)
  if (!last) return []
  const bars: Told[] = []
  let before = trades[0].price
  const startOf = (time: number): number => Math.floor(time / interval) * interval
  for (
    let openedAt = startOf(trades[0].time);
    openedAt < startOf(last.time);
    openedAt += interval
  ) {
    const inside = trades.filter(({ time }) => time >= openedAt && time < openedAt + interval)
    const prices = inside.map(({ price }) => price)
    if (prices.length === 0) prices.push(before)
    before = prices[prices.length - 1]
    bars.push({
      openedAt,
      open: prices[0],
      high: Math.max(...prices),
      low: Math.min(...prices),
      close: before,
      volume: inside.reduce((sum, { quantity }) => sum + quantity, 0),
    })
  }
  return bars
}

/** Trades a few seconds apart, some at the same moment, some after minutes of silence. */
const TRADES = fc
  .array(
    fc.record({
      pause: fc.constantFrom(0, 1, 5e6, 59_999_999, 60e6, 90e6, 400e6),
      price: fc.integer({ min: 90, max: 110 }),
      quantity: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    let time = 10 * MINUTE
    return steps.map(({ pause, price, quantity }) => ({ time: (time += pause), price, quantity }))
  })

describe("DATA-7: bars from trades", () => {
  it("equal the plain aggregation, flat bars in silent minutes included", () => {
    fc.assert(
      fc.property(TRADES, fc.constantFrom(1, 5), (trades, length) => {
        const { builder, bars } = building(length)
        for (const { time, price, quantity } of trades) builder.onTrade(time, price, quantity)
        expect(bars).toEqual(naively(trades, minutes(length)))
      }),
    )
  })

  it("are never known before their end", () => {
    fc.assert(
      fc.property(TRADES, (trades) => {
        const { builder, bars, toldAt, clock } = building(1)
        for (const { time, price, quantity } of trades) {
          clock.now = time
          builder.onTrade(time, price, quantity)
        }
        bars.forEach((bar, i) => expect(toldAt[i]).toBeGreaterThanOrEqual(bar.openedAt + MINUTE))
      }),
    )
  })

  it("count a trade at the very end to the next bar", () => {
    const { builder, bars } = building(1)
    builder.onTrade(0, 10, 1)
    builder.onTrade(MINUTE - 1, 12, 2)
    expect(bars).toEqual([])
    builder.onTrade(MINUTE, 99, 4)
    expect(bars).toEqual([{ openedAt: 0, open: 10, high: 12, low: 10, close: 12, volume: 3 }])
  })

  it("are flat at the last close where nothing traded, with volume 0", () => {
    const { builder, bars } = building(1)
    builder.onTrade(0, 10, 1)
    builder.onTrade(3 * MINUTE, 20, 1)
    const flat = { open: 10, high: 10, low: 10, close: 10, volume: 0 }
    expect(bars.slice(1)).toEqual([
      { openedAt: MINUTE, ...flat },
      { openedAt: 2 * MINUTE, ...flat },
    ])
  })

  it("leave a hole a hole when it is longer than 60 bars", () => {
    for (const [silent, told] of [
      [60, 61],
      [61, 1],
    ] as const) {
      const { builder, bars } = building(1)
      builder.onTrade(0, 10, 1)
      builder.onTrade((silent + 1) * MINUTE, 20, 1)
      expect(bars).toHaveLength(told)
    }
  })

  it("begin with the first trade and not before", () => {
    const { builder, bars } = building(1)
    builder.onTrade(100 * MINUTE + 30e6, 10, 1)
    builder.onTrade(101 * MINUTE, 11, 1)
    expect(bars.map((bar) => bar.openedAt)).toEqual([100 * MINUTE])
  })
})

/** Minutes of a market, some of them missing. */
const FINE = fc
  .array(
    fc.record({
      missing: fc.constantFrom(0, 0, 0, 1, 4, 12),
      open: fc.integer({ min: 90, max: 110 }),
      up: fc.integer({ min: 0, max: 5 }),
      down: fc.integer({ min: 0, max: 5 }),
      isUp: fc.boolean(),
      volume: fc.integer({ min: 0, max: 9 }),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    let openedAt = 7 * MINUTE
    return steps.map(({ missing, open, up, down, isUp, volume }) => {
      openedAt += (missing + 1) * MINUTE
      const [high, low] = [open + up, open - down]
      return {
        openedAt,
        endedAt: openedAt + MINUTE,
        open,
        high,
        low,
        close: isUp ? high : low,
        volume,
      }
    })
  })

describe("bars from finer bars", () => {
  it("of five minutes equal the plain aggregation", () => {
    fc.assert(
      fc.property(FINE, (fine) => {
        const { builder, bars } = building(5)
        for (const bar of fine) builder.onBar(bar)
        const interval = minutes(5)
        const startOf = (time: number): number => Math.floor(time / interval) * interval
        const expected: Told[] = []
        const end = fine.at(-1)?.endedAt ?? 0
        let close = NaN
        for (
          let openedAt = startOf(fine[0]?.openedAt ?? 0);
          openedAt < end && openedAt < startOf(fine.at(-1)?.openedAt ?? 0) + interval;
          openedAt += interval
        ) {
          const inside = fine.filter((bar) => startOf(bar.openedAt) === openedAt)
          const isOver = openedAt + interval <= end
          if (!isOver) break
          const open = inside[0]?.open ?? close
          close = inside.at(-1)?.close ?? close
          expected.push({
            openedAt,
            open,
            high: Math.max(open, ...inside.map((bar) => bar.high)),
            low: Math.min(open, ...inside.map((bar) => bar.low)),
            close,
            volume: inside.reduce((sum, bar) => sum + bar.volume, 0),
          })
        }
        expect(bars).toEqual(expected)
      }),
    )
  })

  it("are over at the very moment their last part is, and not before", () => {
    const { builder, bars } = building(5)
    const fine = { open: 10, high: 11, low: 9, close: 10, volume: 1 }
    for (let i = 0; i < 5; i++) {
      expect(bars).toEqual([])
      builder.onBar({ openedAt: i * MINUTE, endedAt: (i + 1) * MINUTE, ...fine })
    }
    expect(bars).toEqual([{ openedAt: 0, open: 10, high: 11, low: 9, close: 10, volume: 5 }])
  })

  it("of the same length are told as they are", () => {
    fc.assert(
      fc.property(FINE, (fine) => {
        const { builder, bars } = building(1)
        for (const bar of fine) builder.onBar(bar)
        const told = new Map(bars.map((bar) => [bar.openedAt, bar]))
        for (const { endedAt, ...bar } of fine) {
          expect(endedAt).toBe(bar.openedAt + MINUTE)
          expect(told.get(bar.openedAt)).toEqual(bar)
        }
      }),
    )
  })
})

describe("a bar", () => {
  it("is lent: spoiled after the call, a kept one fails at once", () => {
    const bar = new Bar(0, MINUTE)
    bar.openedAt = bar.open = bar.high = bar.low = bar.close = bar.volume = 1
    bar.spoil()
    for (const value of Object.values(copy(bar))) expect(value).toBeNaN()
  })

  it("has a length", () => {
    const onClose = (): void => undefined
    expect(() => new BarBuilder({ instrument: 0, interval: minutes(0), onClose })).toThrow("length")
  })

  it("says whose it is", () => {
    const seen: number[] = []
    const builder = new BarBuilder({
      instrument: 3,
      interval: MINUTE,
      onClose: (bar) => seen.push(bar.instrument, bar.interval),
    })
    builder.onTrade(0, 1, 1)
    builder.onTrade(MINUTE, 1, 1)
    expect(seen).toEqual([3, MINUTE])
  })
})
