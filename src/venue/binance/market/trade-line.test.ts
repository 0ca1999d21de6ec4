import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Row } from "../../../market/tape.ts"
import { MarketMessage } from "../codec/message.ts"
import { CandleCheck } from "./candle-check.ts"
import { newCounts } from "./feed-counts.ts"
import { TradeLine } from "./trade-line.ts"

const MINUTE = 60_000_000
const START = MINUTE * 28_000_000

/** A line, the rows it writes and the questions it asks. */
class Stage {
  readonly counts = newCounts()
  readonly rows: Row[] = []
  readonly asked: string[] = []
  readonly candles = new CandleCheck(this.counts.candles)
  readonly line = new TradeLine({
    instrument: 3,
    sink: { add: (row) => this.rows.push({ ...row }) },
    counts: this.counts.trades,
    candles: this.candles,
    ask: (fromId, count) => this.asked.push(`${count} from ${fromId}`),
  })

  hear(...ids: readonly number[]): this {
    for (const id of ids) this.line.onTrade(trade(id), START + id)
    return this
  }
  fill(...ids: readonly number[]): this {
    for (const id of ids) this.line.fill(trade(id), START + 1_000)
    return this
  }
  /** Numbers of the trades on the tape: their quantity tells. */
  get taken(): number[] {
    return this.rows.map(({ b }) => b)
  }
}

const trade = (id: number, fields: Partial<MarketMessage> = {}): MarketMessage =>
  Object.assign(new MarketMessage(), {
    kind: "trade",
    id,
    happenedAt: START + id,
    a: 100,
    b: id,
    ...fields,
  })

describe("trades in the order of their numbers", () => {
  it("are taken once each, as while two sockets overlap (DATA-4)", () => {
    const stage = new Stage().hear(7, 8, 8, 7, 9, 9)
    expect(stage.taken).toEqual([7, 8, 9])
    expect(stage.counts.trades).toMatchObject({ taken: 3, doubled: 3, gaps: 0 })
  })

  it("wait at a hole until those between have been asked for and have come (DATA-5)", () => {
    const stage = new Stage().hear(7, 10, 11)
    expect([stage.taken, stage.asked, stage.line.isSure]).toEqual([[7], ["2 from 8"], false])
    stage.fill(8, 9).line.giveUp()
    expect([stage.taken, stage.line.isSure]).toEqual([[7, 8, 9, 10, 11], true])
    expect(stage.counts.trades).toMatchObject({ gaps: 1, repaired: 2, missed: 0 })
  })

  it("go on when the missing ones come by themselves, over the other socket", () => {
    const stage = new Stage().hear(7, 9, 10, 8)
    expect([stage.taken, stage.line.isSure]).toEqual([[7, 8, 9, 10], true])
  })

  it("go on without those that never come, and count them", () => {
    const stage = new Stage().hear(7, 10, 13)
    stage.fill(8).line.giveUp()
    expect([stage.taken, stage.counts.trades.missed]).toEqual([[7, 8, 10, 13], 3])
    expect(stage.line.isSure).toBe(true)
  })

  it("do not ask for a hole that is too large to be filled", () => {
    const stage = new Stage().hear(7, 2_000)
    expect([stage.taken, stage.asked, stage.counts.trades.missed]).toEqual([[7, 2_000], [], 1_992])
  })

  it("do not wait without end: when too many wait they go on", () => {
    const stage = new Stage().hear(1)
    for (let id = 3; id <= 1_003; id++) stage.hear(id)
    expect([stage.line.isSure, stage.counts.trades.missed]).toEqual([true, 1])
  })

  it("begin anew after the stream was left", () => {
    const stage = new Stage().hear(7)
    stage.line.forget()
    stage.hear(500)
    expect([stage.taken, stage.asked]).toEqual([[7, 500], []])
  })

  it("set one with an absurd price aside (DATA-8)", () => {
    const stage = new Stage().hear(1)
    stage.line.onTrade(trade(2, { a: 900 }), START)
    stage.hear(3)
    expect([stage.taken, stage.counts.trades.aside, stage.asked]).toEqual([[1, 3], 1, []])
  })

  it("rise by number and never come twice, in whatever order they are heard", () => {
    const heard = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 120 })
    fc.assert(
      fc.property(heard, fc.nat(10), (ids, every) => {
        const stage = new Stage()
        for (const [i, id] of ids.entries()) {
          stage.hear(id)
          if (i % (every + 2) === every) stage.line.giveUp()
        }
        stage.line.giveUp()
        const { taken } = stage
        for (let i = 1; i < taken.length; i++) expect(taken[i]).toBeGreaterThan(taken[i - 1])
        expect(stage.line.isSure).toBe(true)
        const first = taken[0]
        const { doubled, missed } = stage.counts.trades
        expect(doubled + taken.length).toBe(ids.length)
        if (taken.length > 0) expect(missed).toBe((taken.at(-1) ?? 0) - first + 1 - taken.length)
      }),
    )
  })
})

describe("candles from trades, held against the exchange's own (DATA-7)", () => {
  const at = (minute: number, id: number, a = 100): MarketMessage =>
    trade(id, { happenedAt: START + minute * MINUTE + id, a, b: 2 })
  const candle = (minute: number, fields: Partial<MarketMessage> = {}): MarketMessage =>
    trade(0, {
      happenedAt: START + minute * MINUTE,
      a: 100,
      b: 105,
      c: 99,
      d: 101,
      e: 8,
      ...fields,
    })

  /** Two minutes: one heard from its middle on, one whole. */
  function heard(): Stage {
    const stage = new Stage()
    stage.line.onTrade(at(0, 1), START)
    for (const [i, price] of [100, 105, 99, 101].entries()) {
      stage.line.onTrade(at(1, 2 + i, price), START)
    }
    return stage
  }

  it("are equal", () => {
    const stage = heard()
    stage.candles.onCandle(candle(1))
    expect(stage.counts.candles).toEqual({ equal: 1, differing: 0 })
  })

  it("differ when any of the five figures does", () => {
    for (const field of ["a", "b", "c", "d", "e"] as const) {
      const stage = heard()
      stage.candles.onCandle(candle(1, { [field]: 104 }))
      expect(stage.counts.candles).toEqual({ equal: 0, differing: 1 })
    }
  })

  it("are compared also when the next minute has begun already", () => {
    const stage = heard()
    stage.line.onTrade(at(2, 6), START)
    stage.candles.onCandle(candle(1))
    expect(stage.counts.candles.equal).toBe(1)
  })

  it("are passed over for a minute that was not heard whole", () => {
    const stage = heard()
    stage.candles.onCandle(candle(0))
    stage.line.onTrade(at(1, 9_999), START)
    stage.candles.onCandle(candle(1))
    expect(stage.counts.candles).toEqual({ equal: 0, differing: 0 })
  })
})
