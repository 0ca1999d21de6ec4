import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  ASK,
  BAR,
  emptyRow,
  LAST,
  LEVEL,
  OPEN,
  QUOTE,
  RESET,
  Tape,
  TRADE,
} from "../../market/tape.ts"
import { marketOf } from "../../../tests/simulation/stage.ts"
import type { Depth, DepthLevel } from "../../simulation/depth.ts"
import { GeneratedSource, RecordedSource } from "../../simulation/source.ts"
import { instantOf } from "../../value/brand.ts"
import { minutes, seconds } from "../../value/time.ts"
import { Candles, spanOf } from "./candles.ts"
import { DeepSource } from "./deep-source.ts"
import { DepthFollower, PublicBook } from "./public-book.ts"
import { TradeLog } from "./trade-log.ts"
import { WoundSource } from "./wound-source.ts"

const START = 1_700_000_000_000_000

const trades = fc.array(
  fc.record({
    gap: fc.nat(40_000_000),
    price: fc.integer({ min: 1, max: 1_000_000 }),
    quantity: fc.integer({ min: 1, max: 1_000_000 }),
    isBuyerMaker: fc.boolean(),
  }),
  { minLength: 1, maxLength: 60 },
)

/** Trades one behind the other, numbered from 1. */
function timed(
  told: readonly {
    readonly gap: number
    readonly price: number
    readonly quantity: number
    readonly isBuyerMaker: boolean
  }[],
) {
  let time = START
  return told.map(({ gap, ...trade }, i) => {
    time += gap
    return { ...trade, id: i + 1, time: instantOf(time) }
  })
}

describe("candles", () => {
  it("say of any span of minutes what its trades say", () => {
    fc.assert(
      fc.property(trades, fc.nat(10), fc.integer({ min: 1, max: 10 }), (told, skipped, length) => {
        const all = timed(told)
        const candles = new Candles()
        for (const trade of all) candles.add(trade)
        const from = Math.floor(START / 60_000_000) * 60_000_000 + skipped * 60_000_000
        const to = from + length * 60_000_000
        const inside = all.filter(({ time }) => time >= from && time < to)
        const candle = candles.between(from, to)
        const prices = inside.map(({ price }) => price)
        const taken = inside.filter(({ isBuyerMaker }) => !isBuyerMaker)
        expect(candle).toEqual(
          inside.length === 0
            ? undefined
            : {
                start: from,
                open: prices[0],
                high: Math.max(...prices),
                low: Math.min(...prices),
                close: prices.at(-1),
                volume: inside.reduce((sum, { quantity }) => sum + quantity, 0),
                value: inside.reduce((sum, it) => sum + BigInt(it.price) * BigInt(it.quantity), 0n),
                trades: inside.length,
                takerVolume: taken.reduce((sum, { quantity }) => sum + quantity, 0),
                takerValue: taken.reduce(
                  (sum, it) => sum + BigInt(it.price) * BigInt(it.quantity),
                  0n,
                ),
                firstId: inside[0]?.id,
                lastId: inside.at(-1)?.id,
              },
        )
      }),
    )
  })

  it("are the same after they were written down", () => {
    fc.assert(
      fc.property(trades, (told) => {
        const [one, other] = [new Candles(), new Candles()]
        for (const trade of timed(told)) one.add(trade)
        other.restore(one.save(1000))
        expect(other.between(0, Infinity)).toEqual(one.between(0, Infinity))
        expect(other.save(1000)).toBe(one.save(1000))
      }),
    )
  })

  it.each([
    ["1w", "2026-11-25T10:00:00Z", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z"],
    ["1M", "2024-02-29T10:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"],
    ["1d", "2026-11-25T10:00:00Z", "2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z"],
    ["4h", "2026-11-25T10:00:00Z", "2026-11-25T08:00:00Z", "2026-11-25T12:00:00Z"],
  ])("of %s begin and end where the calendar has it", (interval, at, start, end) => {
    const us = (text: string): number => Date.parse(text) * 1000
    expect(spanOf(interval, us(at))).toEqual({ start: us(start), end: us(end) })
  })
})

describe("bars of another time zone", () => {
  it("begin and end at its own midnight (section 18)", () => {
    const us = (text: string): number => Date.parse(text) * 1000
    expect(spanOf("1d", us("2026-11-25T10:00:00Z"), 8 * 3_600_000_000)).toEqual({
      start: us("2026-11-24T16:00:00Z"),
      end: us("2026-11-25T16:00:00Z"),
    })
  })
})

describe("aggregates of trades", () => {
  it("hold every trade once, in order, and all of its quantity", () => {
    fc.assert(
      fc.property(trades, (told) => {
        const log = new TradeLog()
        for (const trade of timed(told)) log.gather(log.add(trade))
        log.settle()
        const { aggregates } = log
        const sum = (rows: readonly { readonly quantity: number }[]): number =>
          rows.reduce((total, { quantity }) => total + quantity, 0)
        expect(sum(aggregates)).toBe(sum(log.trades))
        aggregates.forEach((row, i) => {
          expect(row.id).toBe(i + 1)
          expect(row.firstId).toBe((aggregates[i - 1]?.lastId ?? 0) + 1)
        })
        expect(aggregates.at(-1)?.lastId).toBe(told.length)
      }),
    )
  })
})

const side = (sign: 1 | -1) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 20 })
    .chain((prices) =>
      fc.tuple(
        ...prices
          .sort((a, b) => (a - b) * sign)
          .map((price) => fc.tuple(fc.constant(price), fc.integer({ min: 1, max: 9 }))),
      ),
    )
const books = fc.array(fc.record({ bids: side(-1), asks: side(1) }), { minLength: 2, maxLength: 8 })

describe("changes of a book", () => {
  it("lead from any of its states to any later one, by their numbers (section 20)", () => {
    fc.assert(
      fc.property(books, (states) => {
        let now: Depth = states[0]
        const book = new PublicBook(() => now)
        const follower = new DepthFollower(book)
        const local = {
          bids: new Map<number, number>(now.bids),
          asks: new Map<number, number>(now.asks),
        }
        let id = book.updateId
        for (const state of states.slice(1)) {
          now = state
          book.touch()
          const change = follower.step()
          if (change === undefined) continue
          expect(change.first).toBe(id + 1)
          id = change.last
          apply(local.bids, change.bids)
          apply(local.asks, change.asks)
          expect([...local.bids].sort(byPrice)).toEqual([...state.bids].sort(byPrice))
          expect([...local.asks].sort(byPrice)).toEqual([...state.asks].sort(byPrice))
        }
      }),
    )
  })
})

const byPrice = (a: DepthLevel, b: DepthLevel): number => a[0] - b[0]
function apply(into: Map<number, number>, changes: readonly DepthLevel[]): void {
  for (const [price, quantity] of changes) {
    if (quantity === 0) into.delete(price)
    else into.set(price, quantity)
  }
}

describe("a market with a whole book", () => {
  it("shows at its top what the generated market quotes, never crossed, many levels deep", () => {
    const start = instantOf(START)
    const until = instantOf(START + minutes(3))
    const told = { seed: 3, start }
    const plain = new GeneratedSource(told)
    const deep = new DeepSource(new GeneratedSource(told), { seed: 3, bookSize: 1 })
    const [before, after] = [new Tape(plain.instruments), new Tape(plain.instruments)]
    plain.extend(before, until)
    deep.extend(after, until)
    const books = plain.instruments.map(() => ({
      bids: new Map<number, number>(),
      asks: new Map<number, number>(),
    }))
    const tops = quotesOf(before)
    let seen = 0
    for (let i = 0; i < after.length; i++) {
      if (after.kind[i] !== LEVEL) continue
      const which = after.instrument[i]
      const book = books[which]
      const flag = after.flag[i]
      if ((flag & RESET) !== 0) expect(book.bids.size + book.asks.size).toBe(0)
      apply((flag & ASK) === 0 ? book.bids : book.asks, [[after.a[i], after.b[i]]])
      if ((flag & LAST) === 0) continue
      const top = tops.get(`${which} ${after.time[i]}`)
      const [bid, ask] = [Math.max(...book.bids.keys()), Math.min(...book.asks.keys())]
      expect(bid).toBeLessThan(ask)
      expect(top).toContain(`${bid} ${book.bids.get(bid)} ${ask} ${book.asks.get(ask)}`)
      expect(book.bids.size).toBeGreaterThan(20)
      seen++
    }
    expect(seen).toBeGreaterThan(100)
  })

  it("makes trades of bars, within them and of all their volume", () => {
    const instrument = marketOf(0, "BTC")
    const tape = new Tape([instrument])
    const bar = { ...emptyRow(), flag: 0, instrument: 0 }
    tape.push({ ...bar, kind: OPEN, time: START, seen: START, a: 10_000 })
    const end = START + minutes(1)
    tape.push({
      ...bar,
      kind: BAR,
      time: end,
      seen: end,
      a: 10_000,
      b: 10_500,
      c: 9_900,
      d: 10_200,
      e: 3_001,
    })
    const source = new RecordedSource({ name: "bars", recording: tape })
    const deep = new DeepSource(source, { seed: 1, bookSize: 1 })
    const out = new Tape([instrument])
    deep.extend(out, instantOf(end))
    const played = Array.from({ length: out.length }, (_, i) => i).filter(
      (i) => out.kind[i] === TRADE,
    )
    expect(played.map((i) => out.a[i])).toEqual([10_000, 9_900, 10_500, 10_200])
    expect(played.slice(1).reduce((sum, i) => sum + out.b[i], 0)).toBe(3_001)
    expect(played.every((i) => out.time[i] < end)).toBe(true)
  })
})

/** Every quote of each instrument at each moment, as text. */
function quotesOf(tape: Tape): Map<string, string[]> {
  const tops = new Map<string, string[]>()
  for (let i = 0; i < tape.length; i++) {
    if (tape.kind[i] !== QUOTE) continue
    const key = `${tape.instrument[i]} ${tape.time[i]}`
    const quote = `${tape.a[i]} ${tape.b[i]} ${tape.c[i]} ${tape.d[i]}`
    tops.set(key, [...(tops.get(key) ?? []), quote])
  }
  return tops
}

describe("a market on the clock on the wall", () => {
  it("happens now, so many times as fast, whatever its own time is", () => {
    const instrument = marketOf(0, "BTC")
    const tape = new Tape([instrument])
    const own = 1_500_000_000_000_000
    for (let i = 0; i < 4; i++) {
      const time = own + i * seconds(10)
      tape.push({
        ...emptyRow(),
        kind: TRADE,
        flag: 0,
        instrument: 0,
        time,
        seen: time,
        a: 100 + i,
        b: 1,
      })
    }
    const inner = new RecordedSource({ name: "old", recording: tape })
    const wound = new WoundSource(inner, { wall: instantOf(START), own: instantOf(own), speed: 10 })
    const out = new Tape([instrument])
    wound.extend(out, instantOf(START + seconds(1.5)))
    expect([...out.time.subarray(0, out.length)]).toEqual([START, START + seconds(1)])
    wound.extend(out, instantOf(START + seconds(100)))
    expect(out.length).toBe(4)
    expect(wound.isOver).toBe(true)
  })
})
